// Read GEXF with the parser of Gephi Lite and print what it found as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(resolve(process.argv[2], "package.json"));
const Graph = require("graphology");
const gexf = require("graphology-gexf");

const found = process.argv.slice(3).map((path) => {
  const graph = gexf.parse(Graph.MultiGraph, readFileSync(path, "utf8"), { addMissingNodes: false, allowUndeclaredAttributes: false });
  const labels = {};
  const places = {};
  graph.forEachNode((node, attributes) => {
    labels[node] = attributes.label ?? null;
    if (attributes.x !== undefined) places[node] = [attributes.x, attributes.y];
  });
  return { type: graph.type, nodes: graph.order, edges: graph.size, directed: graph.directedSize, labels, places };
});
process.stdout.write(JSON.stringify(found));
