/** What has to be done: the steps on a time line, and each with its days, fees and documents; to look at and to take along. */
import { useRef, useState } from "react";
import { fileName } from "../answer/saving";
import { csv, type Row, save } from "../answer/values";
import type { Fee, Pathway, Step } from "../api/types";
import { Download } from "../shell/icons";
import { Menu } from "../shell/Menu";
import { say } from "../shell/toast";
import { count, t } from "../texts";
import { Cited } from "./Possible";
import { TimeLine } from "./TimeLine";

const money = (fee: Fee, amount: number) => `${fee.currency} ${count(amount)}`;

export function Plan({ data }: { data: Pathway }) {
  const box = useRef<HTMLDivElement>(null);
  const [listed, setListed] = useState(false);
  const { steps } = data;
  const name = fileName(`${t.pathway.plan} ${data.where.join(" ")} ${data.as_of}`);
  const picture = async (kind: "svg" | "png") => {
    const svg = box.current?.querySelector<SVGSVGElement>("svg.timeline");
    if (!svg) return;
    const { standalone, saveSvg, savePng } = await import("../answer/picture");
    const notes = [t.pathway.notice(data.as_of), ...t.pathway.planNote.split(". ")];
    const text = standalone(svg, `${t.nav.pathway}: ${t.pathway.timeline}`, notes);
    if (kind === "svg") saveSvg(name, text);
    else await savePng(name, text);
  };
  const table = data.answer.tables.find((one) => one.title === "Steps");
  const items = [
    ...(listed
      ? []
      : [
          { label: t.answer.svg(t.pathway.timeline), run: () => void picture("svg") },
          { label: t.answer.png(t.pathway.timeline), run: () => void picture("png") },
        ]),
    ...(table
      ? [
          {
            label: t.answer.csv(table.title),
            run: () => {
              save(`${name}.csv`, csv(table.columns, table.rows as Row[]));
              say(t.answer.saved(`${name}.csv`));
            },
          },
        ]
      : []),
  ];
  return (
    <section className="pathway-card" aria-label={t.pathway.plan}>
      <header>
        <h2>{t.pathway.plan}</h2>
        {steps.length ? (
          <div className="answer-tools pathway-row no-print">
            <div className="segments" role="group" aria-label={t.pathway.plan}>
              <button type="button" aria-pressed={listed} onClick={() => setListed(true)}>
                {t.pathway.steps}
              </button>
              <button type="button" aria-pressed={!listed} onClick={() => setListed(false)}>
                {t.pathway.timeline}
              </button>
            </div>
            <Menu label={t.answer.export} icon={<Download />} items={items} />
          </div>
        ) : null}
      </header>
      {steps.length === 0 ? (
        <p className="muted">{t.pathway.noSteps}</p>
      ) : listed ? (
        <ol className="steps-list">
          {steps.map((step) => (
            <OneStep key={`${step.jurisdiction} ${step.name}`} step={step} />
          ))}
        </ol>
      ) : (
        <div ref={box}>
          <p className="small muted">{t.pathway.planNote}</p>
          <TimeLine steps={steps} />
        </div>
      )}
    </section>
  );
}

function OneStep({ step }: { step: Step }) {
  return (
    <li>
      <h3>{step.title}</h3>
      <p className="small muted">
        {[
          step.jurisdiction,
          step.needed === "needed"
            ? t.pathway.needed
            : step.needed === "optional"
              ? t.pathway.optional
              : t.pathway.maybe,
          t.pathway.turnOf(step.owner),
        ].join(" · ")}
      </p>
      <p>
        {step.days === null ? (
          <span className="muted">{t.pathway.noDays}</span>
        ) : (
          <>
            <strong>{t.pathway.daysOf(step.days, step.low, step.high)}</strong>{" "}
            <span className="small muted">
              {step.markers}. {step.stated}
            </span>
          </>
        )}
      </p>
      {step.own_days === null ? null : <p className="small">{t.pathway.ownDays(step.own_days)}</p>}
      {step.fees.length ? (
        <div className="small">
          <strong>{t.pathway.fees}</strong>
          <ul>
            {step.fees.map((fee) => (
              <li key={fee.title}>
                {fee.title}:{" "}
                {fee.amount === null
                  ? "–"
                  : t.pathway.fee(money(fee, fee.amount), fee.small === null ? null : money(fee, fee.small))}{" "}
                {fee.of_the_day ? null : <span className="muted">({t.pathway.feeOld(fee.until)}) </span>}
                <Cited citation={fee.citation} source={fee.source} />
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {step.documents.length ? (
        <div className="small">
          <strong>{t.pathway.documents}</strong>
          <ul className="why">
            {step.documents.map((document) => (
              <li key={document}>{document}</li>
            ))}
          </ul>
        </div>
      ) : null}
      <p className="small">
        <Cited citation={step.citation} source={step.source} />{" "}
        <span className="muted">
          {t.pathway.checked(step.checked)}
          {step.verified ? "" : `, ${t.pathway.unverified}`}
        </span>
      </p>
    </li>
  );
}
