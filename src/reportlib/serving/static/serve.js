// The panel "Change this edition": answers in the page what its form would answer on others.
(() => {
  "use strict";
  const form = document.querySelector(".change-form");
  const json = { Accept: "application/json" };

  function make(name, given, ...parts) {
    const made = Object.assign(document.createElement(name), given);
    made.append(...parts);
    return made;
  }

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function send(address, fields) {
    const answer = await fetch(address, { method: "POST", headers: json, body: new URLSearchParams(fields) });
    return [answer.status, await answer.json().catch(() => ({}))];
  }

  // The section that is being read, to come back to it.
  function section() {
    const begun = (each) => each.getBoundingClientRect().top < innerHeight / 3;
    const heads = [...document.querySelectorAll("main section[id]")].filter(begun);
    return scrollY && heads.length ? `#${heads.at(-1).id}` : "";
  }

  // Ask after a task until it has ended.
  async function follow(id, tell) {
    for (;;) {
      const answer = await fetch(`/-/tasks/${id}`, { headers: json });
      const task = answer.ok ? await answer.json() : { state: "failed", steps: [], problems: ["The server has ended."] };
      tell(task);
      if (!["waiting", "running"].includes(task.state)) return task;
      await pause(120);
    }
  }

  const said = (task) => [...task.steps.slice(-1), task.state, `${Math.round(task.seconds || 0)} s`].join(", ");

  // A page of the server's own that shows how far something is.
  const progress = document.querySelector(".progress[data-task]");
  if (progress) {
    const list = progress.querySelector(".steps");
    const status = progress.querySelector("[role=status]");
    follow(progress.dataset.task, (task) => {
      for (const step of task.steps.slice(list.children.length)) list.append(make("li", {}, step));
      status.textContent = `${task.state}, ${Math.round(task.seconds || 0)} s`;
    }).then((task) => {
      if (task.state === "done" && task.address.startsWith("/-/files")) {
        status.textContent = "Ready. ";
        status.append(make("a", { href: task.address }, "Save it"));
        progress.querySelector("form").remove();
        location.assign(task.address);
      } else location.reload();
    }, () => (status.textContent = "The server does not answer."));
  }
  if (!form) return;

  const box = document.querySelector(".change");
  const faults = form.querySelector(".change-faults");
  const status = form.querySelector(".change-progress");
  const apply = form.querySelector("[type=submit]");

  function showFaults(problems) {
    for (const field of form.querySelectorAll(".change-field")) {
      const own = problems.filter(({ name }) => name === field.dataset.name);
      field.querySelector(".change-fault").replaceChildren(...own.map(({ message }) => make("span", {}, message)));
      for (const control of field.querySelectorAll("input, select")) control.ariaInvalid = own.length ? "true" : null;
    }
    const rest = problems.filter(({ name }) => !name);
    faults.replaceChildren(...rest.map(({ message }) => make("p", {}, message)));
    form.querySelector("[aria-invalid=true]")?.focus();
  }

  const plainly = (texts) => texts.map((message) => ({ name: "", message }));

  async function change(fields, then) {
    showFaults([]);
    apply.disabled = true;
    status.textContent = "Asked for";
    try {
      const [code, told] = await send(form.action, fields);
      if (code === 200) {
        const here = section();
        if (told.task) {
          const token = form.elements.token.value;
          const stop = make("button", { type: "button" }, "Cancel");
          stop.onclick = () => send(`/-/tasks/${told.task}/cancel`, { token });
          const words = make("span");
          status.replaceChildren(words, " ", stop);
          const task = await follow(told.task, (each) => (words.textContent = said(each)));
          if (task.state !== "done") {
            showFaults(plainly(task.problems));
            return;
          }
        }
        then(told.address, here);
      } else showFaults(told.problems ?? plainly(["The server refused it. Reload the page and try again."]));
    } catch {
      showFaults(plainly(["The server does not answer. Is it still running?"]));
    } finally {
      status.replaceChildren();
      apply.disabled = false;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    change(new FormData(form), (address, here) => {
      const place = new URL(`${address}${here}`, location.href);
      if (place.pathname === location.pathname) location.reload();
      else location.assign(place);
    });
  });

  // Names for the two fields of economies, once the panel opens.
  const economy = form.elements.economy;
  const peers = form.elements.peers_codes;
  let known = null;

  async function load() {
    known ??= fetch("/-/economies", { headers: json }).then((answer) => answer.json());
    return known;
  }

  async function offer(list, before) {
    const all = await load();
    const option = ([code, name, chinese]) => make("option", { value: `${before}${code}`, label: `${name} ${chinese}` }, `${name} ${chinese}`);
    list.replaceChildren(...all.map(option));
  }

  if (economy) {
    economy.addEventListener("focus", () => offer(economy.list, ""), { once: true });
    economy.addEventListener("input", async () => {
      const asked = economy.value.trim().toLowerCase();
      const found = (await load()).find((names) => names.some((name) => name.toLowerCase() === asked));
      const name = form.querySelector(".change-name");
      if (name) name.textContent = found ? `${found[1]} ${found[2]}` : "";
    });
  }
  if (peers) {
    const again = () => offer(peers.list, peers.value.slice(0, peers.value.lastIndexOf(",") + 1));
    peers.addEventListener("focus", again);
    peers.addEventListener("input", (event) => {
      form.elements.peers_group.value = "";
      if (peers.value.endsWith(",") || event.inputType === undefined) again();
    });
  }

  // For authors: the page is shown anew where the project has changed.
  const shown = box?.dataset.revision;
  async function watch() {
    let last = shown;
    let told = "";
    for (;;) {
      await pause(300);
      try {
        const answer = await fetch("/-/revision", { headers: json });
        const { revision, problems } = await answer.json();
        if (problems.join() !== told) {
          told = problems.join();
          showFaults(plainly(problems));
          banner(problems);
        }
        if (String(revision) === last) continue;
        last = String(revision);
        const before = new FormData(form);
        let made = false;
        await change(before, () => (made = true));
        if (made) location.reload();
        else banner([...faults.children].map((each) => each.textContent));
      } catch {
        await pause(2000); // the server starts anew
      }
    }
  }

  function banner(problems) {
    document.querySelector(".change-banner")?.remove();
    if (!problems.length) return;
    const lines = problems.map((each) => make("pre", {}, each));
    document.body.append(make("div", { className: "change-banner", role: "alert" }, ...lines));
  }
  if (shown !== undefined) watch();
})();
