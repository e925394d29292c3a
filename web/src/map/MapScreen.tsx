/** The Map: asks for the map of what the address names, and says what there is where there is none. */
import { useMemo } from "react";
import { Link } from "../address";
import { useMap, useMeasures, useRecord } from "../api/queries";
import { JobBar } from "../shell/JobBar";
import { May } from "../shell/May";
import { Empty, Failed, Waiting } from "../shell/States";
import { t } from "../texts";
import { MapView } from "./MapView";
import { askedInGroups, askedMap, useMapState } from "./state";

export default function MapScreen() {
  const [state] = useMapState();
  const whole = useMap(useMemo(() => askedMap(state), [state]));
  // Where the server sends groups, it also sieves: it is asked again, for what the address names.
  const large = Boolean(whole.data?.groups);
  const narrowed = useMap(useMemo(() => (large ? askedInGroups(state) : null), [large, state]));
  const map = large && (narrowed.data || narrowed.error) ? narrowed : whole;
  const record = useRecord();
  const measures = useMeasures();
  const error = map.error ?? record.error ?? measures.error;
  if (error) {
    return (
      <Failed
        error={error}
        again={() => {
          for (const asking of [map, record, measures]) if (asking.error) void asking.refetch();
        }}
      />
    );
  }
  if (!map.data || !record.data || !measures.data)
    return map.job ? (
      <div className="state">
        <JobBar key={map.job.id} job={map.job} text={large ? t.map.gathering : t.map.layingOut} />
      </div>
    ) : (
      <Waiting text={t.loading.map} progress={map.progress} />
    );
  if (map.data.actors.id.length === 0 && !map.data.groups?.key.length) {
    return record.data.stats.actors ? (
      <Empty title={t.map.filteredTitle} text={t.map.filteredText}>
        <Link to="/map" className="button">
          {t.map.showAll}
        </Link>
      </Empty>
    ) : (
      <Empty title={t.map.emptyTitle} text={t.map.emptyText}>
        <May needs="editor">
          <Link to="/import" className="button primary">
            {t.nav.import}
          </Link>
        </May>
        <Link to="/home" className="button">
          {t.nav.home}
        </Link>
      </Empty>
    );
  }
  return (
    <MapView
      answer={map.data}
      record={record.data}
      measures={measures.data}
      asking={large && narrowed.isFetching}
      job={narrowed.job ?? whole.job}
      doing={narrowed.job ? t.map.gathering : t.map.layingOut}
    />
  );
}
