/** History: every batch of changes, and the way to take one back. */
import { useState } from "react";
import { useHistory, useUndo } from "../api/queries";
import type { History } from "../api/types";
import { Dialog } from "../shell/Dialog";
import { May } from "../shell/May";
import { Empty, Failed, Waiting } from "../shell/States";
import { count, moment, t } from "../texts";
import "./history.css";

type Batch = History["batches"][number];

export default function HistoryScreen() {
  const { data, error, refetch } = useHistory();
  const [asking, setAsking] = useState<Batch | null>(null);
  const undo = useUndo();
  if (error) return <Failed error={error} again={() => void refetch()} />;
  if (!data) return <Waiting text={t.loading.history} />;
  if (!data.batches.length) return <Empty title={t.history.title} text={t.history.empty} />;
  return (
    <div className="history">
      <h1>{t.history.title}</h1>
      <p className="muted">{t.history.intro}</p>
      {undo.error ? <Failed error={undo.error} /> : null}
      {undo.data ? (
        <p className="warning" role="status">
          {t.history.done(undo.data.batch)}
        </p>
      ) : null}
      <table>
        <thead>
          <tr>
            <th scope="col">{t.history.time}</th>
            <th scope="col">{t.history.reason}</th>
            <th scope="col">{t.history.author}</th>
            <th scope="col" className="right">
              {t.history.rows}
            </th>
            <th scope="col">
              <span className="hidden-text">{t.history.undo}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.batches.map((batch) => (
            <tr key={batch.batch} data-undone={batch.undone_by ? "" : undefined}>
              <td className="number">{moment(batch.time)}</td>
              <td>{batch.reason}</td>
              <td>{batch.author}</td>
              <td className="right number">{count(batch.rows)}</td>
              <td className="right">
                {batch.undone_by ? (
                  <span className="muted small">{t.history.undone(batch.undone_by)}</span>
                ) : (
                  <May needs="editor">
                    <button type="button" className="button" onClick={() => setAsking(batch)}>
                      {t.history.undo}
                    </button>
                  </May>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {asking ? (
        <Dialog title={t.history.undoTitle} onClose={() => setAsking(null)}>
          <p>{t.history.undoText(asking.reason, asking.rows)}</p>
          <div className="dialog-actions">
            <button type="button" className="button" onClick={() => setAsking(null)}>
              {t.history.cancel}
            </button>
            <button
              type="button"
              className="button primary"
              onClick={() => {
                undo.mutate(asking.batch);
                setAsking(null);
              }}
            >
              {t.history.undo}
            </button>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
