// Reads receipts, each after its length in four bytes, from a file; prints what npos sees of each as a SHA-256 of rows.
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const npos = require(path.resolve(process.argv[2]));
const raster = npos.codecs.raster;
const all = fs.readFileSync(process.argv[3]);

function hashed(hash, bytes, node) {
  const bitmap = raster.decode(bytes, [node]);
  const row = Buffer.alloc(Math.ceil(node.width / 8));
  for (let y = 0; y < node.height; y++) {
    row.fill(0);
    for (let x = 0; x < node.width; x++) if (bitmap.getPixel(x, y) === 0) row[x >> 3] |= 0x80 >> (x & 7);
    hash.update(row);
  }
}

async function one(bytes, width) {
  const hash = crypto.createHash("sha256");
  const others = [];
  for (const node of (await npos.parser().parse(bytes)).tree) {
    if (node.ascii === "GS" && node.fn === "v0") hashed(hash, bytes, node);
    else if (node.ascii === "ESC" && node.fn === "J") hash.update(Buffer.alloc((bytes[node.offset + 2] * width) / 8));
    else others.push(`${node.ascii} ${node.fn}`);
  }
  return { dots: hash.digest("hex"), others };
}

(async () => {
  for (let at = 0; at < all.length; ) {
    const length = all.readUInt32BE(at);
    const width = all.readUInt32BE(at + 4);
    console.log(JSON.stringify(await one(all.subarray(at + 8, at + 8 + length), width)));
    at += 8 + length;
  }
})();
