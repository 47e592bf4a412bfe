/* Upload page of the imports: several files by drop or choice, each with its own progress.
   Without this script the form sends all chosen files at once and the page works the same. */
(() => {
  "use strict";

  // A card is replaced by the answer to its button: whoever pressed it by keyboard stays at the card.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.requestConfig?.verb !== "post") return;
    const card = document.getElementById(event.detail.requestConfig.target?.id);
    if (card?.matches("section[data-state]")) (card.querySelector("[aria-invalid]") ?? card).focus();
  });

  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const input = form.querySelector("input[type=file]");
  const list = document.querySelector("[data-upload-list]");
  const jobs = document.getElementById("jobs");
  const status = document.querySelector("[data-upload-status]");
  const words = form.dataset;
  const limit = Number(words.limit);
  const atOnce = 2;
  const waiting = [];
  let running = 0;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

  const size = (bytes) => {
    const units = ["B", "kB", "MB", "GB"];
    let step = 0;
    let value = bytes;
    while (value >= 1000 && step < units.length - 1) {
      value /= 1000;
      step += 1;
    }
    return `${value.toFixed(step && value < 100 ? 1 : 0)}\u00a0${units[step]}`;
  };

  const row = (file) => {
    const item = form.parentNode.querySelector("template[data-upload-row]").content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-part=${name}]`);
    part("name").textContent = file.name;
    part("text").textContent = fill(words.waiting, { size: size(file.size) });
    part("bar").max = Math.max(file.size, 1);
    part("bar").setAttribute("aria-label", file.name);
    list.append(item);
    return { item, part };
  };

  const fail = (job, sentence) => {
    job.row.part("text").textContent = sentence;
    job.row.part("bar").hidden = true;
    job.row.part("failed").hidden = false;
    job.row.part("stop").textContent = words.dismiss;
    status.textContent = `${job.file.name}: ${sentence}`;
  };

  const changed = () => document.body.dispatchEvent(new CustomEvent("imports-changed", { bubbles: true }));

  // Not htmx.ajax: of several requests at once for one target it keeps only the last.
  const show = async (url) => {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    jobs.insertAdjacentHTML("afterbegin", await answer.text());
    window.htmx.process(jobs.firstElementChild);
  };

  const answered = (job, request) => {
    let body = {};
    try {
      body = JSON.parse(request.responseText);
    } catch {
      body = {};
    }
    if (request.status >= 200 && request.status < 300 && body.jobs && body.jobs.length) {
      const focus = job.row.item.contains(document.activeElement);
      job.row.item.remove();
      status.textContent = fill(words.received, { name: job.file.name });
      for (const one of body.jobs) {
        const known = document.getElementById(one.card);
        if (known) known.remove();
        show(one.url);
      }
      if (focus) input.focus();
      changed();
    } else {
      fail(job, body.error || (request.status ? fill(words.refused, { status: request.status }) : words.broken));
    }
  };

  const send = (job) => {
    const request = new XMLHttpRequest();
    const data = new FormData();
    const began = Date.now();
    job.request = request;
    data.append("files", job.file);
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    request.upload.addEventListener("progress", (event) => {
      const seconds = (Date.now() - began) / 1000;
      const left = event.loaded ? Math.ceil((seconds * (event.total - event.loaded)) / event.loaded) : 0;
      job.row.part("bar").value = Math.min(event.loaded, job.file.size);
      job.row.part("text").textContent =
        event.loaded < event.total
          ? fill(words.sending, { done: size(event.loaded), size: size(event.total), seconds: left })
          : fill(words.sent, { size: size(event.total) });
    });
    const over = () => {
      running -= 1;
      next();
    };
    request.addEventListener("load", () => {
      answered(job, request);
      over();
    });
    request.addEventListener("error", () => {
      fail(job, words.broken);
      over();
    });
    request.addEventListener("abort", over);
    request.send(data);
  };

  const next = () => {
    while (running < atOnce && waiting.length) {
      running += 1;
      send(waiting.shift());
    }
  };

  const take = (files) => {
    for (const file of files) {
      const job = { file, row: row(file), request: null };
      job.row.part("stop").addEventListener("click", () => {
        const place = waiting.indexOf(job);
        if (place >= 0) waiting.splice(place, 1);
        if (job.request) job.request.abort();
        job.row.item.remove();
        input.focus();
      });
      if (limit && file.size > limit) fail(job, fill(words.large, { size: size(file.size), limit: size(limit) }));
      else waiting.push(job);
    }
    next();
  };

  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());

  // The whole page takes a drop: a file that misses the box must not replace the page.
  let depth = 0;
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  window.addEventListener("dragenter", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth += 1;
    form.classList.add("is-over");
  });
  window.addEventListener("dragleave", (event) => {
    if (!carriesFiles(event)) return;
    depth = Math.max(0, depth - 1);
    if (!depth) form.classList.remove("is-over");
  });
  window.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  window.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    depth = 0;
    form.classList.remove("is-over");
    // A folder has no type and no size of its own; its name alone would be an empty file.
    take([...event.dataTransfer.files].filter((file) => file.type || file.size % 4096 || file.name.includes(".")));
  });
  window.addEventListener("beforeunload", (event) => {
    if (running || waiting.length) event.preventDefault();
  });
})();
