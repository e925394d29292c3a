/** Make src/api/schema.d.ts from openapi.json, or with --check say whether it is what the description would make. */
import { readFile, writeFile } from "node:fs/promises";
import process from "node:process";
import openapi, { astToString } from "openapi-typescript";

const description = new URL("../openapi.json", import.meta.url);
const types = new URL("../src/api/schema.d.ts", import.meta.url);
const made = `// Made from openapi.json by \`npm run api\`; do not edit.\n\n${astToString(await openapi(description))}`;

if (process.argv.includes("--check")) {
  const have = await readFile(types, "utf8").catch(() => "");
  if (have !== made) {
    process.stderr.write(
      "src/api/schema.d.ts is not what openapi.json says: run `npm run api` in web/ and commit the result.\n",
    );
    process.exit(1);
  }
  process.stdout.write("src/api/schema.d.ts is up to date with openapi.json.\n");
} else {
  await writeFile(types, made);
}
