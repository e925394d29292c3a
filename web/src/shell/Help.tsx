/** A small question mark that opens an explanation beside it. */
import * as Popover from "@radix-ui/react-popover";
import type { ReactNode } from "react";
import type { Measure } from "../api/types";
import { t } from "../texts";
import { Question } from "./icons";
import "./help.css";

export function Help({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Popover.Root>
      <Popover.Trigger className="icon-button help" aria-label={label} title={label}>
        <Question />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover" sideOffset={6} collisionPadding={12} aria-label={label}>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

export function MeasureHelp({ measure }: { measure: Measure }) {
  return (
    <Help label={t.map.help(measure.label)}>
      <div className="measure-help">
        <h3>{measure.label}</h3>
        <p>{measure.meaning}</p>
        <dl>
          {(
            [
              [t.map.helpCaveat, measure.caveat],
              [t.map.helpFormula, measure.formula],
              [t.map.helpWeight, measure.weight],
              [t.map.helpSource, measure.reference],
            ] as const
          ).map(([term, text]) =>
            text ? (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{text}</dd>
              </div>
            ) : null,
          )}
        </dl>
      </div>
    </Help>
  );
}
