() => {
  const found = [];
  const style = (element) => getComputedStyle(element);
  const isSeen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && style(element).visibility !== "hidden";
  };
  const isHidden = (element) => element.closest("[aria-hidden=true]");
  const short = (text) => String(text).replace(/\s+/g, " ").slice(0, 90);

  const called = (element) => {
    const by = element.getAttribute("aria-labelledby") ?? "";
    const others = by.split(" ").map((id) => document.getElementById(id)?.textContent);
    const labels = [...(element.labels ?? [])].map(
      (label) => label.getAttribute("aria-label") ?? label.textContent);
    return [
      element.getAttribute("aria-label"), ...others, ...labels, element.textContent,
      element.title, element.placeholder, element.querySelector?.("[alt]")?.alt,
    ].some((name) => name?.trim());
  };
  const controls = "button, a[href], input:not([type=hidden]), select, textarea, " +
    "[role=button], [role=combobox], [role=textbox]";
  for (const control of document.querySelectorAll(controls)) {
    if (!isHidden(control) && isSeen(control) && !called(control)) {
      found.push(["name", short(control.outerHTML)]);
    }
  }

  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((each) => isSeen(each) && !isHidden(each));
  const first = headings.filter((each) => each.tagName === "H1").length;
  if (first !== 1) found.push(["heading", `${first} first headings on the page`]);
  let level = 0;
  for (const heading of headings) {
    const now = Number(heading.tagName[1]);
    if (now > level + 1) {
      const skipped = `${heading.tagName} after H${level}, ${heading.textContent}`;
      found.push(["heading", short(skipped)]);
    }
    level = now;
  }

  for (const image of document.querySelectorAll("img, [role=img], .vega-embed svg")) {
    const words = image.getAttribute("alt") ?? image.getAttribute("aria-label")
      ?? image.closest("[aria-label]")?.getAttribute("aria-label");
    if (isSeen(image) && !isHidden(image) && words == null) {
      found.push(["words", short(image.outerHTML)]);
    }
  }
  const landmarks = document.querySelectorAll("main, [role=main]").length;
  if (landmarks !== 1) found.push(["landmark", `${landmarks} main parts`]);
  if (!document.documentElement.lang) found.push(["language", "not said"]);
  if (!document.title) found.push(["title", "none"]);

  const numbers = (colour) => {
    const parts = colour.match(/[\d.]+/g).map(Number);
    const size = colour.startsWith("color(") ? 255 : 1;
    return [...parts.slice(0, 3).map((part) => part * size), parts[3] ?? 1];
  };
  const over = (top, below) =>
    [0, 1, 2].map((at) => below[at] * (1 - top[3]) + top[at] * top[3]);
  const beneath = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) {
      const colour = numbers(style(each).backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 1) break;
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => {
      const share = part / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const left = "[aria-hidden=true], [disabled], [aria-disabled=true], style, script, " +
    "noscript, option, title";
  const told = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !isSeen(element) || element.closest(left)) continue;
    let solid = 1;
    for (let each = element; each; each = each.parentElement) {
      solid *= Number(style(each).opacity);
    }
    const ink = numbers(style(element).color);
    const paper = beneath(element);
    const both = [light(over([...ink.slice(0, 3), ink[3] * solid], paper)), light(paper)];
    const ratio = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    const size = parseFloat(style(element).fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style(element).fontWeight) >= 700);
    const kind = `${ratio.toFixed(1)} ${style(element).color} ${size}`;
    if (ratio < (isLarge ? 3 : 4.5) - 0.01 && !told.has(kind)) {
      told.add(kind);
      found.push(["contrast", `${kind} ${short(node.data.trim())}`]);
    }
  }
  return found;
}
