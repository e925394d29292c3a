/** The other records in the folder: opened, begun, brought in. Each has its own address, so two tabs may show two. */
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, type FormEvent, type MouseEvent, useEffect, useId, useRef, useState } from "react";
import { useAddress } from "../address";
import { ask, sendFile } from "../api/client";
import type { Begun, Job, RecordSeen } from "../api/types";
import { MOST_BYTES } from "../import/upload";
import { Plus, Tray } from "../shell/icons";
import { moment, t } from "../texts";
import { leaveFor, useRecords, withGone } from "./records";

export function RecordsPart() {
  const { data, error, refetch } = useRecords();
  const [before, setBefore] = useState<RecordSeen[]>([]);
  const wanted = useAddress().query.get("at") === "records";
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (data) setBefore((was) => withGone(data.records, was, t.home.records.gone));
  }, [data]);
  // The palette leads here; the list comes after the page.
  const there = !!data;
  useEffect(() => {
    if (!wanted || !there) return;
    heading.current?.scrollIntoView({ block: "start" });
    heading.current?.focus({ preventScroll: true });
  }, [wanted, there]);
  if (!data) return error ? <p role="alert">{error.message}</p> : null;
  const list = withGone(data.records, before, t.home.records.gone);
  return (
    <section aria-labelledby="records" className="records">
      <h2 id="records" ref={heading} tabIndex={-1}>
        {t.home.records.title}
      </h2>
      <p className="muted">{t.home.records.help(data.folder)}</p>
      <ul className="records-list">
        {list.map((one) => (
          <Row key={one.file} record={one} again={async () => (await refetch()).data?.records ?? []} />
        ))}
      </ul>
      {data.more ? <p className="muted small">{t.home.records.more(data.more)}</p> : null}
      <ul className="home-begin">
        <New />
        <BringIn />
      </ul>
    </section>
  );
}

function Row({ record, again }: { record: RecordSeen; again(): Promise<RecordSeen[]> }) {
  const name = record.title || record.file;
  // A list may be old: it is looked once more before this page is left, so that the row says what is wrong and not an empty page.
  const open = async (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const now = (await again()).find((one) => one.file === record.file);
    if (now && !now.problem) leaveFor(`${now.address}home`);
  };
  return (
    <li data-here={record.here ? "" : undefined}>
      <span className="records-name">
        {record.here || record.problem ? (
          <strong>{name}</strong>
        ) : (
          <a href={`${record.address}home`} onClick={(event) => void open(event)}>
            {name}
          </a>
        )}
        {record.here ? <span className="records-mark">{t.home.records.here}</span> : null}
        {record.served && !record.here ? <span className="small muted">{t.home.records.served}</span> : null}
      </span>
      <span className="small muted">
        {record.file}, {t.home.records.size(record.size_bytes)}, {t.home.records.changed(moment(record.changed))}
      </span>
      {record.problem ? (
        <span className="warning small" role="status">
          {record.problem}
        </span>
      ) : null}
    </li>
  );
}

function New() {
  const [title, setTitle] = useState("");
  const box = useId();
  const begin = useMutation({
    mutationFn: async (sample: boolean) => {
      const { address } = await ask<Begun>("/api/records", { body: { title: title.trim() } });
      const job = sample ? await ask<Job>(`${address}api/sample`, { body: {} }) : null;
      return `${address}home${job ? `?sample=${job.id}` : ""}`;
    },
    onSuccess: leaveFor,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim()) begin.mutate(false);
  };
  return (
    <li>
      <h3>{t.home.records.new}</h3>
      <form className="records-new" onSubmit={submit}>
        <label htmlFor={box}>{t.home.records.name}</label>
        <input
          id={box}
          className="input"
          type="text"
          maxLength={200}
          required
          autoComplete="off"
          placeholder={t.home.records.example}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        {begin.error ? <Wrong error={begin.error} /> : null}
        <p className="records-buttons">
          <button type="submit" className="button" disabled={begin.isPending || !title.trim()}>
            <Plus />
            {t.home.records.empty}
          </button>
          <button
            type="button"
            className="button"
            title={t.home.sampleText}
            disabled={begin.isPending || !title.trim()}
            onClick={() => begin.mutate(true)}
          >
            {t.home.records.sample}
          </button>
        </p>
      </form>
    </li>
  );
}

function BringIn() {
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const receive = useMutation({
    mutationFn: (file: File) => sendFile<Begun>("/api/records/receive", file),
    onSuccess: ({ address }) => leaveFor(`${address}home`),
  });
  const take = (files: readonly File[]) => {
    setProblem("");
    receive.reset();
    const file = files[0];
    if (!file || receive.isPending) return;
    if (files.length > 1) setProblem(t.home.records.one);
    else if (!file.name.toLowerCase().endsWith(".eco")) setProblem(t.home.records.noRecord(file.name));
    else if (file.size > MOST_BYTES) setProblem(t.home.records.tooLarge(file.size, MOST_BYTES));
    else receive.mutate(file);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take([...event.dataTransfer.files]);
  };
  return (
    <li
      data-over={over ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h3>{t.home.records.bring}</h3>
      <div>
        <p className="muted">{t.home.records.bringHelp}</p>
        {problem ? (
          <p className="warning" role="alert">
            {problem}
          </p>
        ) : receive.error ? (
          <Wrong error={receive.error} />
        ) : null}
      </div>
      <button type="button" className="button" disabled={receive.isPending} onClick={() => input.current?.click()}>
        <Tray />
        {receive.isPending ? t.home.records.receiving : t.home.records.choose}
      </button>
      <input
        ref={input}
        type="file"
        accept=".eco"
        hidden
        aria-label={t.home.records.choose}
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </li>
  );
}

function Wrong({ error }: { error: Error & { remedy?: string } }) {
  return (
    <p className="warning" role="alert">
      {error.message}
      {error.remedy ? <span className="records-remedy">{error.remedy}</span> : null}
    </p>
  );
}
