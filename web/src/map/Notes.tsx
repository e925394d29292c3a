/** What is said over the map: what is marked, what is still computed, and why nothing shows. */
import { Link } from "../address";
import type { Job } from "../api/types";
import { JobBar } from "../shell/JobBar";
import { t } from "../texts";

interface Props {
  /** How many actors the lasso marked. */
  marked: number;
  waiting: boolean;
  job: Job | null;
  /** What that job does, in words. */
  doing: string;
  /** The job that looks for a figure, an overlay or a comparison. */
  looking: Job | null;
  error: Error | null;
  drawing: boolean;
  nobody: boolean;
  /** The actor that the link names and the map does not hold. */
  gone: number | null;
  /** The server sent groups: an actor may be inside of one. */
  sent: boolean;
  onOnly(): void;
  onUnmark(): void;
  onShowAll(): void;
}

export function Notes({
  marked,
  waiting,
  job,
  doing,
  looking,
  error,
  drawing,
  nobody,
  gone,
  sent,
  onOnly,
  onUnmark,
  onShowAll,
}: Props) {
  return (
    <div className="map-notes">
      {marked ? (
        <div className="map-note" role="status">
          {t.map.marked(marked)}{" "}
          <button type="button" className="link-button" onClick={onOnly}>
            {t.map.markedOnly}
          </button>{" "}
          <button type="button" className="link-button" onClick={onUnmark}>
            {t.map.clear}
          </button>
        </div>
      ) : null}
      {job ? (
        <div className="map-note">
          <JobBar key={job.id} job={job} text={doing} />
        </div>
      ) : looking ? (
        <div className="map-note">
          <JobBar key={looking.id} job={looking} text={t.answer.asking} />
        </div>
      ) : waiting ? (
        <p className="map-note muted">{t.answer.asking}</p>
      ) : null}
      {error ? (
        <p className="map-note warning" role="alert">
          {error.message}
        </p>
      ) : null}
      {drawing ? <p className="map-note muted">{t.loading.drawing}</p> : null}
      {nobody ? (
        <div className="map-note">
          {t.map.filteredTitle}.{" "}
          <button type="button" className="link-button" onClick={onShowAll}>
            {t.map.showIt}
          </button>
        </div>
      ) : null}
      {gone === null ? null : (
        <p className="map-note warning">
          {sent ? (
            <>
              {t.map.insideSome} <Link to={`/actors/${gone}`}>{t.map.open}</Link>
            </>
          ) : (
            t.map.gone(gone)
          )}
        </p>
      )}
    </div>
  );
}
