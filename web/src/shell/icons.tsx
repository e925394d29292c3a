/** The few icons of the shell, drawn with the text's own colour; each stands beside a text or has a label on its button. */
import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg
      className="icon"
      viewBox="0 0 20 20"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export const Mark = () => (
  <svg className="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
    <circle cx="12" cy="16" r="10" className="mark-one" />
    <circle cx="20" cy="16" r="10" className="mark-two" />
    <path d="M16 6.83a10 10 0 0 1 0 18.34a10 10 0 0 1 0-18.34z" className="mark-both" />
  </svg>
);
export const Glass = () => (
  <Icon>
    <circle cx="8.5" cy="8.5" r="5.5" />
    <path d="m16.5 16.5-4-4" />
  </Icon>
);
export const Sun = () => (
  <Icon>
    <circle cx="10" cy="10" r="3.5" />
    <path d="M10 1.8v2M10 16.2v2M1.8 10h2M16.2 10h2M4.2 4.2l1.4 1.4M14.4 14.4l1.4 1.4M15.8 4.2l-1.4 1.4M5.6 14.4l-1.4 1.4" />
  </Icon>
);
export const Moon = () => (
  <Icon>
    <path d="M16.5 12.2A7 7 0 0 1 7.8 3.5a7 7 0 1 0 8.7 8.7z" />
  </Icon>
);
export const Screen = () => (
  <Icon>
    <rect x="2.5" y="3.5" width="15" height="10.5" rx="1.5" />
    <path d="M7 17h6" />
  </Icon>
);
export const Keyboard = () => (
  <Icon>
    <rect x="1.8" y="5" width="16.4" height="10" rx="1.8" />
    <path d="M5 8h.01M8.3 8h.01M11.7 8h.01M15 8h.01M6 12h8" />
  </Icon>
);
export const Cross = () => (
  <Icon>
    <path d="m5 5 10 10M15 5 5 15" />
  </Icon>
);
export const Plus = () => (
  <Icon>
    <path d="M10 4v12M4 10h12" />
  </Icon>
);
export const Minus = () => (
  <Icon>
    <path d="M4 10h12" />
  </Icon>
);
export const Whole = () => (
  <Icon>
    <path d="M3 7.5V3h4.5M17 7.5V3h-4.5M3 12.5V17h4.5M17 12.5V17h-4.5" />
  </Icon>
);
export const Sliders = () => (
  <Icon>
    <path d="M3 6h7M14.5 6H17M3 14h2.5M10 14h7" />
    <circle cx="12.2" cy="6" r="2.2" />
    <circle cx="7.8" cy="14" r="2.2" />
  </Icon>
);
export const Rows = () => (
  <Icon>
    <rect x="2.5" y="3.5" width="15" height="13" rx="1.5" />
    <path d="M2.5 8h15M2.5 12.2h15M8 8v8.5" />
  </Icon>
);
export const PinIcon = () => (
  <Icon>
    <path d="M7 2.8h6l-.8 5.4 2.6 2.6H5.2l2.6-2.6zM10 10.8v6.4" />
  </Icon>
);
export const Target = () => (
  <Icon>
    <circle cx="10" cy="10" r="5" />
    <path d="M10 2v3.5M10 14.5V18M2 10h3.5M14.5 10H18" />
  </Icon>
);
export const Arrow = () => (
  <Icon>
    <path d="M4 10h11.5M11 5.5l4.5 4.5-4.5 4.5" />
  </Icon>
);
export const Out = () => (
  <Icon>
    <path d="M11.5 3H17v5.5M17 3l-8 8M14.5 11.5V16a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6.5a1 1 0 0 1 1-1h4.5" />
  </Icon>
);
export const Download = () => (
  <Icon>
    <path d="M10 3v9.5M6 9l4 4 4-4M3.5 16.8h13" />
  </Icon>
);
export const Question = () => (
  <Icon>
    <circle cx="10" cy="10" r="7.5" />
    <path d="M7.8 7.8a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M10 14h.01" />
  </Icon>
);
export const MapIcon = () => (
  <Icon>
    <circle cx="5" cy="6" r="2.2" />
    <circle cx="15" cy="5" r="1.7" />
    <circle cx="12" cy="15" r="2.8" />
    <path d="m6.1 7.9 4.2 4.9M7.2 5.8l6.1-.7M14.5 6.7l-1.6 5.6" />
  </Icon>
);
export const House = () => (
  <Icon>
    <path d="M3 9.5 10 3.5l7 6M5 8.5V16.5h10V8.5M8.5 16.5v-4.5h3v4.5" />
  </Icon>
);
export const Tray = () => (
  <Icon>
    <path d="M10 2.5v8M6.8 7.5 10 10.7l3.2-3.2M3 11.5V16.5h14v-5M3 12.5h4l1 1.8h4l1-1.8h4" />
  </Icon>
);
export const Net = () => (
  <Icon>
    <circle cx="10" cy="10" r="2.4" />
    <circle cx="3.6" cy="4.6" r="1.5" />
    <circle cx="16.4" cy="4.6" r="1.5" />
    <circle cx="3.6" cy="15.4" r="1.5" />
    <circle cx="16.4" cy="15.4" r="1.5" />
    <path d="m4.8 5.6 3.4 2.9M15.2 5.6l-3.4 2.9M4.8 14.4l3.4-2.9M15.2 14.4l-3.4-2.9" />
  </Icon>
);
export const Clock = () => (
  <Icon>
    <path d="M3.2 8.4A7 7 0 1 1 3 10.6M3 4.2v4.3h4.3M10 6.2V10l2.8 1.8" />
  </Icon>
);
export const People = () => (
  <Icon>
    <circle cx="7" cy="6.8" r="2.8" />
    <path d="M2 16.5c.3-3 2.2-4.8 5-4.8s4.7 1.8 5 4.800M13 4.300a2.6 2.6 0 0 1 0 5.100M14.3 12c2.2.5 3.5 2.1 3.7 4.5" />
  </Icon>
);
export const Loop = () => (
  <Icon>
    <path d="M4 8.500a6.5 6.5 0 0 1 11.8-1.500M16 11.500a6.5 6.5 0 0 1-11.8 1.500M16.3 3.200V7h-3.800M3.7 16.800V13h3.8" />
  </Icon>
);
export const Gauge = () => (
  <Icon>
    <path d="M3.5 15.500a7.5 7.5 0 1 1 13 0M10 11.800l3.6-4.3" />
    <circle cx="10" cy="12.2" r="1.2" />
  </Icon>
);
export const Route = () => (
  <Icon>
    <circle cx="4.5" cy="15.5" r="1.8" />
    <circle cx="15.5" cy="4.5" r="1.8" />
    <path d="M6.3 15.500h6.200a2.7 2.7 0 0 0 0-5.500h-5a2.7 2.7 0 0 1 0-5.500h6.2" />
  </Icon>
);
export const PageIcon = () => (
  <Icon>
    <path d="M5 2.500h7l3.5 3.500v11.500H5zM12 2.500V6h3.500M7.5 9.500h5.500M7.5 12.500h5.5" />
  </Icon>
);
export const UndoIcon = () => (
  <Icon>
    <path d="M7.5 3.5 3.5 7.500l4 4M3.8 7.500h8a4.6 4.6 0 0 1 0 9.200H7" />
  </Icon>
);
export const RedoIcon = () => (
  <Icon>
    <path d="m12.5 3.5 4 4-4 4M16.2 7.500h-8a4.6 4.6 0 0 0 0 9.200H13" />
  </Icon>
);
export const Play = () => (
  <Icon>
    <path d="M6 4v12l10-6z" />
  </Icon>
);
export const Pause = () => (
  <Icon>
    <path d="M7 4.500v11M13 4.500v11" />
  </Icon>
);
export const Prompt = () => (
  <Icon>
    <path d="m4 5.5 4.5 4.500L4 14.500M10 15h6.5" />
  </Icon>
);
export const Check = () => (
  <Icon>
    <path d="m4 10.5 4 4 8-9" />
  </Icon>
);
export const Links = () => (
  <Icon>
    <path d="M8.200 11.800 11.800 8.200M9 6.500l2-2a3.200 3.200 0 0 1 4.500 4.500l-2 2M11 13.500l-2 2a3.200 3.200 0 0 1-4.500-4.500l2-2" />
  </Icon>
);
export const Save = () => (
  <Icon>
    <path d="M5.5 2.800h9v14.400L10 13.600l-4.5 3.600z" />
  </Icon>
);
export const LassoIcon = () => (
  <Icon>
    <path
      d="M10 3.5c4 0 7 2 7 4.6s-3 4.6-7 4.6-7-2-7-4.6 3-4.6 7-4.6zM6.5 12.2c-1.6 .8-1.8 2.3-.8 3.1 1 .8 2.5 .3 2.6-.8 .1-1-.8-1.8-1.8-2.3z"
      strokeDasharray="2.5 2"
    />
  </Icon>
);

export const BoxIcon = () => (
  <Icon>
    <path d="M3.5 6V4.5a1 1 0 0 1 1-1H6M9 3.5h2M14 3.5h1.5a1 1 0 0 1 1 1V6M16.5 9v2M16.5 14v1.5a1 1 0 0 1-1 1H14M11 16.5H9M6 16.5H4.5a1 1 0 0 1-1-1V14M3.5 11V9" />
  </Icon>
);

export const Leave = () => (
  <Icon>
    <path d="M12 3.5H5.5a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1H12M9 10h8M14 6.8 17.2 10 14 13.2" />
  </Icon>
);

export const Chevron = () => (
  <Icon>
    <path d="M7.5 4.5 13 10l-5.5 5.5" />
  </Icon>
);
