/** A button that opens a list of things to do: exports, for example. */
import * as Popover from "@radix-ui/react-popover";
import { type ReactNode, useState } from "react";

export interface Item {
  label: string;
  run(): void;
}

export function Menu({ label, icon, items }: { label: string; icon?: ReactNode; items: readonly Item[] }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className="button">
        {icon}
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="popover menu" align="end" sideOffset={6} collisionPadding={12} aria-label={label}>
          <ul>
            {items.map((item) => (
              <li key={item.label}>
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    item.run();
                  }}
                >
                  {item.label}
                </button>
              </li>
            ))}
          </ul>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
