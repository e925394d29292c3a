/** The one table for every answer: sorts by any column and draws only the rows in view, so that 20,000 rows feel like 20. */
import {
  type ColumnDef,
  flexRender,
  getCoreRowModel,
  getSortedRowModel,
  type SortingState,
  useReactTable,
} from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef } from "react";
import type { AnswerColumn } from "../api/types";
import { t } from "../texts";
import { isNumber, type Row, shown, sortKey, webAddress } from "./values";
import "./answer.css";

interface Props {
  title: string;
  columns: readonly AnswerColumn[];
  rows: Row[];
  sort: { column: string; descending: boolean } | null;
  onSort(sort: { column: string; descending: boolean }): void;
  /** How a cell is drawn where its text is not enough. */
  cell?(row: Row, column: AnswerColumn): ReactNode | undefined;
  /** All rows are drawn, as high as their texts need: for tables that stand among others on a page. */
  whole?: boolean;
}

const HEIGHT = 40;
const LONG = 28;

function compare(a: unknown, b: unknown): number {
  const [one, other] = [sortKey(a), sortKey(b)];
  if (typeof one === "number" && typeof other === "number") return one - other;
  return String(one).localeCompare(String(other), t.locale, { numeric: true });
}

export function AnswerTable({ title, columns, rows, sort, onSort, cell, whole = false }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo<ColumnDef<Row>[]>(
    () =>
      columns.map((column) => ({
        id: column.name,
        accessorFn: (row) => (sortKey(row[column.name]) === null ? undefined : row[column.name]),
        header: column.label,
        sortUndefined: "last",
        sortingFn: (a, b) => compare(a.original[column.name], b.original[column.name]),
        cell: ({ row }) => {
          const value = row.original[column.name];
          const drawn = cell?.(row.original, column);
          if (drawn !== undefined) return drawn;
          const address = column.format === "link" ? webAddress(value) : null;
          const text = shown(value, column);
          return address ? (
            <a href={address} rel="noreferrer" target="_blank">
              {text}
            </a>
          ) : (
            text
          );
        },
      })),
    [columns, cell],
  );
  // Where a text is long, its column is given room; the others take what they need.
  const long = useMemo(
    () =>
      new Set(
        whole
          ? columns
              .filter((column) => rows.some((row) => shown(row[column.name], column).length > LONG))
              .map((column) => column.name)
          : [],
      ),
    [whole, columns, rows],
  );
  const sorting = useMemo<SortingState>(() => (sort ? [{ id: sort.column, desc: sort.descending }] : []), [sort]);
  const table = useReactTable({
    data: rows,
    columns: definitions,
    state: { sorting },
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
  });
  const sorted = table.getRowModel().rows;
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => HEIGHT,
    overscan: 12,
  });
  const seen = virtual.getVirtualItems();
  const items = whole ? sorted.map((_, index) => ({ index })) : seen;
  const above = whole ? 0 : (seen[0]?.start ?? 0);
  const below = whole ? 0 : virtual.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <section
      ref={scroller}
      className="table-scroll"
      data-whole={whole ? "" : undefined}
      tabIndex={0}
      aria-label={t.table.scroll(title)}
    >
      <table className="table" aria-rowcount={sorted.length + 1} aria-label={title}>
        <colgroup>
          {columns.map((column, index) => (
            <col
              key={column.name}
              className={index === 0 ? "col-first" : isNumber(column) ? "col-number" : "col-text"}
            />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {table.getFlatHeaders().map((header, index) => {
              const column = columns[index]!;
              const order = sort?.column === column.name ? (sort.descending ? "descending" : "ascending") : undefined;
              return (
                <th key={header.id} scope="col" aria-sort={order} className={isNumber(column) ? "right" : undefined}>
                  <button
                    type="button"
                    title={column.caveat ?? undefined}
                    onClick={() =>
                      onSort({ column: column.name, descending: order ? order === "ascending" : isNumber(column) })
                    }
                  >
                    {flexRender(header.column.columnDef.header, header.getContext())}
                    <span aria-hidden="true" className="order">
                      {order === "ascending" ? "▲" : order === "descending" ? "▼" : ""}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {above > 0 ? <tr aria-hidden="true" style={{ height: above }} /> : null}
          {items.map((item) => {
            const row = sorted[item.index]!;
            return (
              <tr key={row.id} aria-rowindex={item.index + 2} style={whole ? undefined : { height: HEIGHT }}>
                {row.getVisibleCells().map((one, index) => (
                  <td
                    key={one.id}
                    className={isNumber(columns[index]!) ? "right number" : undefined}
                    data-long={long.has(columns[index]!.name) ? "" : undefined}
                  >
                    {flexRender(one.column.columnDef.cell, one.getContext())}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 ? <tr aria-hidden="true" style={{ height: below }} /> : null}
        </tbody>
      </table>
    </section>
  );
}
