// Starts the page.

import "./tokens.css";
import "./base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { applyTheme, followSystemTheme, session } from "./session.svelte";

const target = document.getElementById("app");
if (!target) throw new Error("The page has no element to show the program in.");

applyTheme(session.theme);
followSystemTheme();
mount(App, { target });
