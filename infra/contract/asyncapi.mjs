// node infra/contract/asyncapi.mjs MODULES FILE: reads an AsyncAPI document and all that it refers to with the standard parser, and prints
// its messages, each with the number of its examples; what is wrong goes to standard error, with exit code 1.
import { createRequire } from "node:module";

const [modules, file] = process.argv.slice(2);
const { Parser, fromFile } = createRequire(modules + "/")("@asyncapi/parser");
const { document, diagnostics } = await fromFile(new Parser(), file).parse();
const WARNING = 1;
for (const wrong of diagnostics.filter(each => each.severity <= WARNING)) {
  console.error(wrong.code, wrong.path.join("."), wrong.message);
  process.exitCode = 1;
}
for (const message of document?.allMessages() ?? []) {
  console.log(message.id(), message.examples().length);
}
