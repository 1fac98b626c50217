"use strict";
for (const chart of document.querySelectorAll("figure.chart")) {
  const panels = JSON.parse(chart.querySelector("script").textContent);
  const readout = chart.querySelector("output");
  const hint = readout.textContent;
  const draw = (parent, name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return parent.appendChild(made);
  };
  for (const panel of chart.querySelectorAll(".panel")) {
    const places = panels[Number(panel.dataset.panel)];
    const axis = panel.querySelector("svg .axis");
    if (!axis || places.length === 0) continue;
    let at = -1;
    let marks = null;
    const clear = () => {
      if (marks) marks.remove();
      marks = null;
    };
    const show = (place) => {
      at = Math.max(0, Math.min(places.length - 1, place));
      const [across, where, values] = places[at];
      const field = axis.getBBox();
      const x = field.x + across * field.width;
      clear();
      marks = draw(axis.parentNode, "g", { class: "marks" });
      draw(marks, "line", { class: "guide", x1: x, x2: x, y1: field.y, y2: field.y + field.height });
      for (const [hue, up] of values)
        draw(marks, "circle", { class: "f" + (hue % 6), cx: x, cy: field.y + (1 - up) * field.height, r: 4.5 });
      readout.replaceChildren();
      const head = document.createElement("b");
      head.textContent = where;
      readout.append(head);
      for (const [, , name, value] of values) {
        const one = document.createElement("span");
        const number = document.createElement("strong");
        number.textContent = value;
        one.append(name + " ", number);
        readout.append(" ", one);
      }
      panel.setAttribute("aria-valuenow", String(at + 1));
      panel.setAttribute("aria-valuetext", readout.textContent);
    };
    panel.setAttribute("aria-valuemax", String(places.length));
    panel.addEventListener("pointermove", (event) => {
      const field = axis.getBoundingClientRect();
      const across = (event.clientX - field.left) / field.width;
      let best = 0;
      for (let place = 1; place < places.length; place += 1)
        if (Math.abs(places[place][0] - across) < Math.abs(places[best][0] - across)) best = place;
      if (best !== at || !marks) show(best);
    });
    const leave = () => {
      clear();
      readout.textContent = hint;
    };
    panel.addEventListener("pointerleave", () => {
      if (document.activeElement !== panel) leave();
    });
    panel.addEventListener("blur", leave);
    panel.addEventListener("focus", () => {
      if (panel.matches(":focus-visible")) show(at < 0 ? 0 : at);
    });
    panel.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };
      if (event.key in steps) show(at < 0 ? 0 : at + steps[event.key]);
      else if (event.key === "Home") show(0);
      else if (event.key === "End") show(places.length - 1);
      else if (event.key === "Escape") return leave();
      else return;
      event.preventDefault();
    });
  }
}
