// Extracts in their talk: the words coded stand out, what was said around them is quiet.
// Everything is shown as text; a participant's words are never read as markup.

const AROUND = 220; // characters of the turn shown on either side until asked for more

function made(tag, name, text) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text !== undefined) element.textContent = text;
  return element;
}

function cutBefore(text) {
  return text.length > AROUND ? `… ${text.slice(-AROUND).replace(/^\S*\s/, "")}` : text;
}

function cutAfter(text) {
  return text.length > AROUND ? `${text.slice(0, AROUND).replace(/\s\S*$/, "")} …` : text;
}

function extract(item, actions, send) {
  const box = made("article", "wbx-extract");
  const head = made("header", "wbx-head");
  head.append(made("strong", "", item.who), made("span", "wbx-quiet", item.where));
  head.append(made("span", "wbx-code", item.code));
  for (const mark of item.marks) head.append(made("span", "wbx-mark", mark));
  box.append(head);
  if (item.asked) box.append(made("p", "wbx-asked", `Asked: ${cutAfter(item.asked)}`));
  const words = made("p", "wbx-words");
  words.append(
    made("span", "wbx-around", cutBefore(item.before)),
    made("mark", "wbx-quote", item.quote),
    made("span", "wbx-around", cutAfter(item.after)),
  );
  box.append(words);
  if (actions.length) {
    const foot = made("footer", "wbx-foot");
    for (const [name, label] of actions) {
      const button = made("button", "wbx-button", label);
      button.type = "button";
      button.addEventListener("click", () => send({ act: name, segment: item.id }));
      foot.append(button);
    }
    box.append(foot);
  }
  return box;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let root = parentElement.querySelector(".wbx");
  if (!root) {
    root = made("div", "wbx");
    parentElement.append(root);
  }
  const places = [...root.querySelectorAll(".wbx-list")].map((list) => list.scrollTop);
  let count = 0;
  const send = (picked) => {
    count += 1;
    setTriggerValue("picked", { ...picked, at: `${Date.now()}-${count}` });
  };
  const columns = data.groups.length ? data.groups : [""];
  root.style.gridTemplateColumns = `repeat(${columns.length}, minmax(0, 1fr))`;
  root.replaceChildren(
    ...columns.map((group) => {
      const column = made("section", "wbx-column");
      const own = group ? data.items.filter((item) => item.group === group) : data.items;
      if (group) column.append(made("div", "wbx-title", group));
      const list = made("div", "wbx-list");
      list.tabIndex = 0;
      list.setAttribute("role", "group");
      list.setAttribute("aria-label", group || "Extracts");
      // On a high screen the list takes the room that pages leave above it.
      list.style.maxHeight = `max(${data.height}px, 100vh - 640px)`;
      for (const item of own) list.append(extract(item, data.actions, send));
      if (!own.length) list.append(made("p", "wbx-quiet", data.empty));
      column.append(list);
      return column;
    }),
  );
  root.querySelectorAll(".wbx-list").forEach((list, at) => {
    list.scrollTop = places[at] ?? 0;
  });
}
