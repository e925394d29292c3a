/** Where the browser starts: the colours, the shell's texts, then the shell. */
import "./style.css";
import "./shell/dialogs.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App";
import { applyTheme } from "./shell/theme";
import { loadTexts } from "./texts";
import { language } from "./texts/locale";

applyTheme();
document.documentElement.lang = language;
void loadTexts("shell").then(() =>
  createRoot(document.getElementById("root")!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
