// openapi.mjs MODULES FILE: reads an OpenAPI document with the standard parser; fails where it is not valid.
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, file] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const SwaggerParser = require("@apidevtools/swagger-parser");
const api = await SwaggerParser.validate(file);
console.log(`OpenAPI ${api.openapi}: ${Object.keys(api.paths).length} paths, 0 errors`);
