/**
 * A workbook from tables, written in the browser: what is shown is what is saved. Numbers stay numbers, texts stay
 * texts (never formulas), and a sheet says where the figures are from.
 *
 * ECMA-376, Office Open XML, with inline strings; packed as a zip without compression (PKWARE APPNOTE 6.3).
 */

export type Cell = string | number | boolean | null;
export interface Sheet {
  name: string;
  rows: Cell[][];
  /** Whether the first row is a heading. */
  heading: boolean;
}

const LONGEST = 32_767;
const encoder = new TextEncoder();

const xml = (text: string): string =>
  text
    .slice(0, LONGEST)
    // Characters that XML cannot hold.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

export function columnName(index: number): string {
  let name = "";
  for (let at = index + 1; at > 0; at = Math.floor((at - 1) / 26))
    name = String.fromCharCode(65 + ((at - 1) % 26)) + name;
  return name;
}

/** Names of sheets: at most 31 characters, none of []:*?/\, each once. */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const plain =
      name
        .replace(/[[\]:*?/\\]/g, " ")
        .trim()
        .slice(0, 31) || "Table";
    let found = plain;
    for (let n = 2; taken.has(found.toLowerCase()); n++) found = `${plain.slice(0, 28)} ${n}`;
    taken.add(found.toLowerCase());
    return found;
  });
}

function sheetXml({ rows, heading }: Sheet): string {
  const body = rows.map((row, r) => {
    const cells = row.map((value, c) => {
      const at = `${columnName(c)}${r + 1}`;
      const style = heading && r === 0 ? ' s="1"' : "";
      if (value === null || value === "") return "";
      if (typeof value === "number") return Number.isFinite(value) ? `<c r="${at}"${style}><v>${value}</v></c>` : "";
      if (typeof value === "boolean") return `<c r="${at}" t="b"${style}><v>${value ? 1 : 0}</v></c>`;
      return `<c r="${at}" t="inlineStr"${style}><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
    });
    return `<row r="${r + 1}">${cells.join("")}</row>`;
  });
  const frozen = heading
    ? '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    : "";
  return `${HEAD}<worksheet xmlns="${MAIN}">${frozen}<sheetData>${body.join("")}</sheetData></worksheet>`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** The workbook's bytes. */
export function workbook(sheets: readonly Sheet[]): Uint8Array {
  const names = sheetNames(sheets.map((sheet) => sheet.name));
  const files: [string, string][] = [
    [
      "[Content_Types].xml",
      `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${names.map((_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join("")}</Types>`,
    ],
    [
      "_rels/.rels",
      `${HEAD}<Relationships xmlns="${RELS}"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      "xl/workbook.xml",
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map((name, i) => `<sheet name="${xml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    ],
    [
      "xl/_rels/workbook.xml.rels",
      `${HEAD}<Relationships xmlns="${RELS}">${names.map((_, i) => `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join("")}<Relationship Id="rId${names.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    [
      "xl/styles.xml",
      `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font/><font><b/></font></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`,
    ],
    ...sheets.map((sheet, i): [string, string] => [`xl/worksheets/sheet${i + 1}.xml`, sheetXml(sheet)]),
  ];
  return zip(files.map(([name, text]) => [name, encoder.encode(text)]));
}

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** Pack files into a zip, stored as they are. */
function zip(files: readonly [string, Uint8Array][]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, data] of files) {
    const title = encoder.encode(name);
    const common = [20, 0, 0, 0, 0x21, crc32(data), data.length, data.length, title.length, 0];
    const local = record(0x04034b50, [2, 2, 2, 2, 2, 4, 4, 4, 2, 2], common);
    const central = record(
      0x02014b50,
      [2, 2, 2, 2, 2, 2, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4],
      [20, ...common, 0, 0, 0, 0, offset],
    );
    parts.push(local, title, data);
    directory.push(central, title);
    offset += local.length + title.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = record(0x06054b50, [2, 2, 2, 2, 4, 4, 2], [0, 0, files.length, files.length, size, offset, 0]);
  const all = [...parts, ...directory, end];
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function record(signature: number, widths: readonly number[], values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + widths.reduce((sum, width) => sum + width, 0)));
  view.setUint32(0, signature, true);
  let at = 4;
  widths.forEach((width, index) => {
    if (width === 2) view.setUint16(at, values[index]!, true);
    else view.setUint32(at, values[index]!, true);
    at += width;
  });
  return new Uint8Array(view.buffer);
}
