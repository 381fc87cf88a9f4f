// webhooks.cjs MODULES SECRET OUT: a receiver that judges every delivery by the library standardwebhooks and writes a line of JSON for each to OUT.
// The path says how it answers: /ok, /flaky (first refuses each event), /dead (never), /gone (410), /redirect, /slow (a byte a second).
const { createRequire } = require("node:module");
const { appendFileSync } = require("node:fs");
const { createServer } = require("node:http");
const { join, resolve } = require("node:path");

const [modules, secret, out] = process.argv.slice(2);
const { Webhook } = createRequire(join(resolve(modules), "package.json"))("standardwebhooks");
const webhook = new Webhook(secret);
const seen = new Set();

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const id = request.headers["webhook-id"];
    let verdict = "accepted";
    try {
      webhook.verify(Buffer.concat(chunks).toString(), request.headers);
    } catch (refused) {
      verdict = String(refused);
    }
    const isFirst = !seen.has(request.url + id);
    seen.add(request.url + id);
    appendFileSync(out, JSON.stringify({ path: request.url, id, verdict, signatures: request.headers["webhook-signature"].split(" ").length }) + "\n");
    switch (request.url) {
      case "/dead":
        return;
      case "/slow":
        response.writeHead(200);
        setInterval(() => response.write("x"), 1000);
        return;
      case "/gone":
        response.writeHead(410).end();
        return;
      case "/redirect":
        response.writeHead(307, { location: "/ok" }).end();
        return;
      case "/flaky":
        response.writeHead(isFirst ? 503 : 204).end();
        return;
      default:
        response.writeHead(204).end();
    }
  });
}).listen(0, "127.0.0.1", function () {
  console.log(this.address().port);
});
