// What the pages do better with JavaScript; without it the same forms and links do.
"use strict";

// A choice of weeks as a slider: at its left end all weeks, then the oldest. The choice itself stays, for its exact values.
function slide(select) {
  if (select.dataset.slide === "ready" || select.options.length < 3) return;
  select.dataset.slide = "ready";
  const [all, ...rest] = select.options;
  const weeks = [all, ...rest.reverse()];
  const box = document.createElement("span");
  const range = document.createElement("input");
  box.className = "slider";
  range.type = "range";
  range.min = 0;
  range.max = weeks.length - 1;
  range.value = Math.max(weeks.findIndex((o) => o.selected), 0);
  range.setAttribute("aria-label", "Week");
  const told = () => range.setAttribute("aria-valuetext", weeks[range.value].text);
  told();
  range.addEventListener("input", (event) => {
    event.stopPropagation();
    weeks[range.value].selected = true;
    told();
  });
  box.append(range);
  select.closest("label").after(box);
}

// Keys of the review queue: they press the buttons of the question that is at hand.
const KEYS = { a: "accept", f: "fix", r: "reject", s: "skip", u: "undo" };

function press(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  const at = document.activeElement.closest(".question") || document.querySelector(".question");
  const what = KEYS[event.key];
  const button = what === "undo" ? document.querySelector("button[value=undo]") : at && at.querySelector(`button[value=${what}]`);
  if (!button) return;
  event.preventDefault();
  const field = what === "fix" && at.querySelector("[name=fix]");
  if (field && (field.tagName === "SELECT" || !field.value)) {
    field.focus();
  } else {
    button.click();
  }
}

// Words that are selected in a question's text are put into its field for the right value.
function pick() {
  const chosen = document.getSelection();
  const words = chosen.toString().replace(/\s+/g, " ").trim();
  const node = chosen.anchorNode && (chosen.anchorNode.parentElement || chosen.anchorNode);
  const at = words && node && node.closest(".question .pick");
  const field = at && at.closest(".question").querySelector("input[name=fix]");
  if (field) field.value = words;
}

// What an address points to is unfolded; newer browsers do so by themselves.
function unfold() {
  const at = document.getElementById(location.hash.slice(1));
  const fold = at && at.closest("details:not([open])");
  if (!fold) return;
  fold.open = true;
  at.scrollIntoView();
}

function begin(root) {
  root.querySelectorAll("select[data-slide]").forEach(slide);
}

document.addEventListener("keydown", press);
document.addEventListener("mouseup", pick);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
window.addEventListener("hashchange", unfold);
begin(document);
unfold();
