// Reads printer bytes from a file and prints what npos makes of them: feeds, and bands as rows of 0 and 1.
const path = require("path");
const fs = require("fs");
const npos = require(path.resolve(process.argv[2]));
const raster = npos.codecs.raster;
const bytes = fs.readFileSync(process.argv[3]);

function rows(node) {
  const bitmap = raster.decode(bytes, [node]);
  const lines = [];
  for (let y = 0; y < node.height; y++) {
    let line = "";
    for (let x = 0; x < node.width; x++) line += bitmap.getPixel(x, y) === 0 ? "1" : "0";
    lines.push(line);
  }
  return lines;
}

npos.parser().parse(bytes).then((ast) => {
  const parts = ast.tree.map((node) => {
    if (node.ascii === "GS" && node.fn === "v0") return { rows: rows(node) };
    if (node.ascii === "ESC" && node.fn === "J") return { feed: bytes[node.offset + 2] };
    return { other: `${node.ascii} ${node.fn}` };
  });
  process.stdout.write(JSON.stringify(parts));
});
