// verdict.mjs PACKAGE CONTEXT.json MEDIATYPE FILE…: a line of JSON for each file, of what the validator says.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [home, context, mediaType, ...files] = process.argv.slice(2);
const { default: init, WasmReader } = await import(pathToFileURL(resolve(home, 'pkg/c2pa.js')));
await init({ module_or_path: await readFile(resolve(home, 'pkg/c2pa_bg.wasm')) });
const settings = await readFile(context, 'utf8');
for (const file of files) {
  let verdict;
  try {
    const reader = await WasmReader.fromBytes(mediaType, new Uint8Array(await readFile(file)), settings);
    const report = JSON.parse(reader.json());
    const failures = (report.validation_results?.activeManifest?.failure ?? []).map((each) => each.code);
    verdict = { state: report.validation_state, failures, report };
  } catch (refused) {
    verdict = { state: 'Unreadable', failures: [String(refused)], report: {} };
  }
  console.log(JSON.stringify(verdict));
}
