// The reference for sync: PouchDB replicating the same documents to and from pouchdb-server, both in their own process.
// usage: node reference.js MODULES SERVER_URL push|pull DOCUMENTS BATCH < one JSON document a line, repeated as needed
// Prints one JSON object: {"documents": …, "seconds": …}. Both databases are kept in memory, which is their best case.
const path = require("path");
const [modules, server, direction, count, batch] = process.argv.slice(2);
const load = (name) => require(path.join(modules, "node_modules", name));
const PouchDB = load("pouchdb");
PouchDB.plugin(load("pouchdb-adapter-memory"));

const WRITTEN_AT_ONCE = 2000;

async function fill(database, bodies, documents) {
  for (let from = 0; from < documents; from += WRITTEN_AT_ONCE) {
    const portion = [];
    for (let place = from; place < Math.min(from + WRITTEN_AT_ONCE, documents); place += 1) {
      portion.push({ ...bodies[place % bodies.length], _id: String(place).padStart(9, "0") });
    }
    await database.bulkDocs(portion);
  }
}

async function main() {
  const bodies = require("fs").readFileSync(0, "utf8").trim().split("\n").map((line) => JSON.parse(line));
  const documents = Number(count);
  const local = new PouchDB("local", { adapter: "memory" });
  const remote = new PouchDB(`${server}/work${process.pid}`);
  await fill(direction === "push" ? local : remote, bodies, documents);
  const [source, target] = direction === "push" ? [local, remote] : [remote, local];
  const options = { batch_size: Number(batch), batches_limit: 10 };
  const start = process.hrtime.bigint();
  const result = await source.replicate.to(target, options);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  if (result.docs_written !== documents) throw new Error(`only ${result.docs_written} documents arrived`);
  console.log(JSON.stringify({ documents, seconds }));
  process.exit(0);
}

main();
