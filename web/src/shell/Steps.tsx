/** Undo and redo in the bar, each saying what it would take back, and a panel of the last steps. */
import * as Popover from "@radix-ui/react-popover";
import { Link } from "../address";
import { moment, t } from "../texts";
import { Clock } from "./icons";
import type { Steps } from "./steps";

const SHOWN = 12;

/** The last steps; loaded when it is first opened. */
export default function StepsPanel({ steps, onUndo }: { steps: Steps; onUndo: (batch: number, what: string) => void }) {
  return (
    <Popover.Root defaultOpen>
      <Popover.Trigger className="icon-button" aria-label={t.steps.panel} title={t.steps.panel}>
        <Clock />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="popover steps"
          align="end"
          sideOffset={6}
          collisionPadding={12}
          aria-label={t.steps.panel}
        >
          <h3>{t.steps.panel}</h3>
          <p className="small muted">{t.steps.panelHelp}</p>
          <ol>
            {steps.list.slice(0, SHOWN).map(({ step, inEffect }) => (
              <li key={step.batch} data-undone={inEffect ? undefined : ""}>
                <span className="step-name">{step.reason}</span>
                <span className="small muted number">{moment(step.time)}</span>
                {steps.undo?.step === step ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onUndo(steps.undo!.batch, t.steps.undone(step.reason))}
                  >
                    {t.steps.undo}
                  </button>
                ) : steps.redo?.step === step ? (
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => onUndo(steps.redo!.batch, t.steps.redone(step.reason))}
                  >
                    {t.steps.redo}
                  </button>
                ) : null}
              </li>
            ))}
          </ol>
          {steps.list.length ? null : <p className="muted">{t.steps.nothingToUndo}.</p>}
          <Popover.Close asChild>
            <Link to="/history">{t.steps.all}</Link>
          </Popover.Close>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
