// read-job.cjs CLIENT ADDRESS SOURCE ID: reads a job's state, and the jobs of its account, with the generated client.
const { join, resolve } = require("node:path");

const [folder, address, source, id] = process.argv.slice(2);
const { getJob, listJobs } = require(join(resolve(folder), "index.js"));
const { client } = require(join(resolve(folder), "client.gen.js"));

client.setConfig({ baseUrl: address });

async function main() {
  const { data: job, error } = await getJob({ path: { source, id } });
  if (error) {
    console.log(`${error.status} ${error.detail}`);
    process.exit(1);
  }
  const { data: page } = await listJobs({ query: { account: job.account, kind: job.kind } });
  console.log(`${job.state} ${page.jobs.some((each) => each.hash === job.hash)}`);
}

main();
