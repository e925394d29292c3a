/** Where files are dropped or chosen, and sent. */
import { type DragEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "../api/client";
import type { Job } from "../api/types";
import { Tray } from "../shell/icons";
import { t } from "../texts";
import { MOST_BYTES, type Upload, upload } from "./upload";

export function DropZone({ onJob }: { onJob: (job: Job) => void }) {
  const [over, setOver] = useState(false);
  const [sending, setSending] = useState<{ done: number; total: number } | null>(null);
  const [problem, setProblem] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const current = useRef<Upload | null>(null);
  useEffect(() => () => current.current?.stop(), []);

  const send = (files: readonly File[]) => {
    if (!files.length || current.current) return;
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > MOST_BYTES) {
      setProblem(t.import.tooLarge(size, MOST_BYTES));
      return;
    }
    setProblem("");
    setSending({ done: 0, total: size });
    const started = upload(files, (done, total) => setSending({ done, total }));
    current.current = started;
    started.job
      .then(onJob)
      .catch((error: unknown) => {
        if (error instanceof DOMException) return;
        const remedy = error instanceof ApiError ? error.remedy : "";
        setProblem(`${error instanceof Error ? error.message : String(error)} ${remedy}`);
      })
      .finally(() => {
        current.current = null;
        setSending(null);
      });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const items = [...event.dataTransfer.items];
    if (items.some((item) => item.webkitGetAsEntry?.()?.isDirectory)) setProblem(t.import.folder);
    else send([...event.dataTransfer.files]);
  };
  return (
    <section
      className="drop-zone"
      data-over={over ? "" : undefined}
      aria-label={t.import.drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Tray />
      <h2>{t.import.drop}</h2>
      <p className="muted">{t.import.dropHelp}</p>
      {sending ? (
        <div className="job" role="status">
          <div
            className="waiting-bar"
            data-known=""
            style={{ ["--done" as string]: sending.total ? sending.done / sending.total : 0 }}
          />
          <p>{t.import.sending(sending.done, sending.total)}</p>
          <button type="button" className="button" onClick={() => current.current?.stop()}>
            {t.import.stopSending}
          </button>
        </div>
      ) : (
        <>
          <button type="button" className="button primary" data-takes-keys onClick={() => input.current?.click()}>
            {t.import.choose}
          </button>
          <input
            ref={input}
            type="file"
            multiple
            hidden
            aria-label={t.import.choose}
            onChange={(event) => {
              send([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
        </>
      )}
      {problem ? (
        <p className="warning" role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}
