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
