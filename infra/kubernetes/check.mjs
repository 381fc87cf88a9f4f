// node infra/kubernetes/check.mjs MODULES FILE…: compiles the objects in files of YAML as literals of their types, so that a field that does not
// exist, or has another type, is an error; and the metadata of KEDA's triggers against the keys that its RabbitMQ scaler reads.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const [given, ...files] = process.argv.slice(2);
const modules = resolve(given);
const { parseAllDocuments } = createRequire(modules + "/")("yaml");

// https://keda.sh/docs/latest/scalers/rabbitmq-queue/, "Trigger Specification"; in the object's own schema they are a free map.
const SCALER_KEYS = new Set(["host", "hostFromEnv", "protocol", "mode", "value", "activationValue", "queueName", "vhostName", "unsafeSsl",
  "timeout", "useRegex", "pageSize", "operation", "excludeUnacknowledged", "usernameFromEnv", "passwordFromEnv", "workloadIdentityResource"]);

const literals = [];
const wrong = [];
for (const file of files) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    if (object === null) continue;
    const named = `${object.kind} ${object.metadata?.name}`;
    const from = object.apiVersion.startsWith("keda.sh/") ? "@kubernetes-models/keda" : "kubernetes-models";
    const type = `${from}/${object.apiVersion}/${object.kind}`;
    if (!existsSync(join(modules, type + ".d.ts"))) {
      wrong.push(`${named}: ${object.apiVersion} has no ${object.kind}`);
      continue;
    }
    for (const trigger of object.kind === "ScaledObject" ? object.spec.triggers : []) {
      for (const key of Object.keys(trigger.metadata).filter(each => !SCALER_KEYS.has(each))) {
        wrong.push(`${named}: KEDA's scaler of ${trigger.type} reads no "${key}"`);
      }
    }
    literals.push(`// ${named}\nexport const object${literals.length}: import("${type}").I${object.kind} = ${JSON.stringify(object, null, 2)};\n`);
  }
}
const folder = mkdtempSync(join(tmpdir(), "patchwork-kubernetes"));
writeFileSync(join(folder, "objects.ts"), literals.join("\n"));
symlinkSync(modules, join(folder, "node_modules"));
const compiler = spawnSync(process.execPath,
  [join(modules, "typescript/bin/tsc"), "--noEmit", "--strict", "--skipLibCheck", "--moduleResolution", "node10", "--preserveSymlinks", "objects.ts"],
  { cwd: folder, encoding: "utf8" });
rmSync(folder, { recursive: true });
if (compiler.status !== 0) wrong.push(compiler.stdout);
console.log(wrong.length === 0 ? `kubernetes: ${literals.length} objects are as their types say` : wrong.join("\n"));
process.exitCode = wrong.length === 0 ? 0 : 1;
