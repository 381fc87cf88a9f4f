// The page of operators. It holds no state of its own: each page is read from the API, and changes of jobs come as
// server-sent events. All texts are put in as text, never as markup.

const main = document.getElementById("main");
const ROW = 42;
let cluster = { jobs: {}, lanes: [], deadLetters: 0 };
let leave = () => {};
let source;

const STATES = ["waiting", "running", "completed", "failed", "cancelled"];
/** Kinds of jobs whose files are shown on the page of the job. */
const LISTED = ["proposal", "forget", "retention"];
const KINDS = ["ingest", "transcode", "thumbnail", "fingerprint", "render", "proposal", "forget", "retention"];

/** An element with attributes, listeners (on…) and children; strings become text. */
function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== undefined && child !== null));
  return node;
}

class Failed extends Error {
  constructor(status, problem) {
    super(problem.detail ?? "The console cannot be reached.");
    this.status = status;
    this.title = problem.title ?? "";
  }
}

/** A key that no other write has. Not randomUUID, which browsers refuse to pages over plain HTTP. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((each) => each.toString(16).padStart(2, "0")).join("");
}

async function api(path, options = {}) {
  const writes = options.method && options.method !== "GET";
  const headers = writes ? { "X-Patchwork-Console": "1", "Idempotency-Key": randomKey() } : {};
  const response = await fetch("/api/v1/" + path, { ...options, headers });
  if (response.status === 204) return undefined;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Failed(response.status, body);
  return body;
}

const part = encodeURIComponent;

function say(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.textContent = ""; }, 6000);
}

function time(text) {
  return text ? new Date(text).toLocaleString() : "";
}

function seconds(count) {
  if (count === undefined || count === null) return "";
  if (count < 90) return count + " s";
  if (count < 5400) return Math.round(count / 60) + " min";
  if (count < 172800) return Math.round(count / 3600) + " h";
  return Math.round(count / 86400) + " days";
}

function took(job) {
  if (!job.started) return "";
  return seconds(Math.max(0, Math.round((Date.parse(job.ended ?? new Date().toISOString()) - Date.parse(job.started)) / 1000)));
}

function size(bytes) {
  if (bytes < 1e3) return bytes + " B";
  if (bytes < 1e6) return (bytes / 1e3).toFixed(1) + " kB";
  if (bytes < 1e9) return (bytes / 1e6).toFixed(1) + " MB";
  return (bytes / 1e9).toFixed(2) + " GB";
}

function state(name) {
  return el("span", { class: "state " + name }, name);
}

function subjectLink(job) {
  if (!job.subject) return "";
  const page = job.kind === "render" ? "renders" : job.kind === "proposal" ? undefined : "assets";
  return page ? el("a", { href: `#/${page}/${part(job.subject)}` }, job.subject) : job.subject;
}

/** Puts in other children; those that did not change stay, with the focus and what plays in them. */
function redraw(parent, nodes) {
  const wanted = nodes.filter((node) => node !== undefined).map((node, i) => {
    const there = parent.childNodes[i];
    return there && there !== node && there.isEqualNode(node) ? there : node;
  });
  wanted.forEach((node, i) => {
    const there = parent.childNodes[i];
    if (there === node) return;
    if (there) parent.replaceChild(node, there); else parent.append(node);
  });
  while (parent.childNodes.length > wanted.length) parent.lastChild.remove();
}

function facts(pairs) {
  return el("dl", {}, pairs.filter(([, value]) => value !== undefined && value !== null && value !== "")
    .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** Asks before something that cannot be taken back. */
function ask(title, text, verb) {
  const dialog = document.getElementById("asking");
  document.getElementById("asking-title").textContent = title;
  document.getElementById("asking-text").textContent = text;
  document.getElementById("asking-ok").textContent = verb;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    document.getElementById("asking-ok").onclick = () => { dialog.returnValue = "yes"; };
    document.getElementById("asking-cancel").onclick = () => dialog.close("");
    dialog.onclose = () => resolve(dialog.returnValue === "yes");
  });
}

async function act(what, done) {
  try {
    const answer = await what();
    say(done(answer));
    return true;
  } catch (failed) {
    if (failed.status === 401) signIn();
    say(failed.message);
    return false;
  }
}

// Pages

async function clusterPage(here) {
  if (!cluster.version) await readCluster();
  const tiles = el("ul", { class: "tiles" });
  const lanes = el("tbody");
  const workers = el("tbody");
  const missing = el("p", { class: "dim", role: "status" });
  const since = el("p", { class: "dim" });
  const draw = () => {
    tiles.replaceChildren(...STATES.map((name) => el("li", {},
      el("a", { href: `#/jobs?state=${name}` }, el("b", {}, String(cluster.jobs[name] ?? 0)), state(name)))));
    lanes.replaceChildren(...cluster.lanes.map((lane) => el("tr", {},
      el("th", { scope: "row" }, lane.lane),
      el("td", { class: "number" }, String(lane.waiting)),
      el("td", { class: "number" }, String(lane.resting)),
      el("td", { class: "number" }, String(lane.workers)),
      el("td", { class: "number" }, seconds(lane.oldestSeconds)))));
    since.textContent = (cluster.isCatchingUp ? "The event log is still being read: jobs are missing. " : "") + `Jobs since ${time(cluster.since)}`
      + (cluster.dropped > 0 ? `; ${cluster.dropped} that ended longest ago are not listed` : "")
      + `. Broker ${cluster.broker}. Patchwork ${cluster.version}.`;
  };
  here.append(el("h2", {}, "Cluster"), tiles, el("h3", {}, "Lanes"),
    el("p", { class: "dim" }, "Messages that wait for a worker, and those that rest before another attempt"),
    el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Lanes" }, el("table", {},
      el("thead", {}, el("tr", {}, ...[["Lane"], ["Waiting", 1], ["Resting", 1], ["Workers", 1], ["Longest wait", 1]]
        .map(([name, number]) => el("th", { scope: "col", class: number && "number" }, name)))),
      lanes)),
    el("h3", {}, "Workers"), missing,
    el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Workers" }, el("table", {},
      el("thead", {}, el("tr", {}, ...[["Worker"], ["Version"], ["At work", 1], ["Slots"], ["Takes jobs"]]
        .map(([name, number]) => el("th", { scope: "col", class: number && "number" }, name)))),
      workers)), since);
  draw();
  const rollCall = async () => {
    const { workers: there } = await api("workers");
    missing.textContent = there.length ? `${there.length} answer, with the messages that each works on and takes at once` : "None answers.";
    redraw(workers, there.map((each) => el("tr", {},
      el("th", { scope: "row" }, each.worker),
      el("td", {}, each.version),
      el("td", { class: "number" }, String(each.running)),
      el("td", {}, Object.entries(each.slots).sort().map(([lane, count]) => `${lane} ${count}`).join(", ")),
      el("td", {}, each.notReady ?? "yes"))));
  };
  let isCalling = false;
  const call = async () => {
    if (isCalling) return;
    isCalling = true;
    await rollCall().catch((failed) => { missing.textContent = failed.message; });
    isCalling = false;
  };
  call();
  return { onCluster: () => { draw(); call(); } };
}

/** A list of thousands of rows of which those in view are in the page. */
function jobList(head) {
  let jobs = [];
  let chosen;
  const grid = el("div", { class: "grid" });
  const list = el("div", { class: "list", role: "grid", "aria-label": "Jobs", tabindex: "0" },
    el("div", { class: "row head", role: "row", "aria-rowindex": "1" },
      ...["State", "Kind", "Job", "For", "What", "Took"].map((name) => el("span", { role: "columnheader" }, name))), grid);
  const address = (job) => `#/jobs/${part(job.source)}/${part(job.id)}`;
  const draw = () => {
    grid.style.height = jobs.length * ROW + "px";
    list.setAttribute("aria-rowcount", String(jobs.length + 1));
    const first = Math.max(0, Math.floor(list.scrollTop / ROW) - 8);
    const last = Math.min(jobs.length, first + Math.ceil(list.clientHeight / ROW) + 16);
    const rows = [];
    for (let i = first; i < last; i++) {
      const job = jobs[i];
      const more = job.state === "failed" ? job.code : job.state === "running" && job.percent !== undefined
        ? `${job.stage} ${job.percent} %` : "";
      const row = el("div", { class: "row" + (job.hash === chosen ? " chosen" : ""), role: "row", "aria-rowindex": String(i + 2),
        "aria-selected": String(job.hash === chosen), id: "row-" + job.hash, onclick: () => { location.hash = address(job); } },
      el("span", { role: "gridcell" }, state(job.state)),
      el("span", { role: "gridcell" }, job.kind ?? "?"),
      el("span", { role: "gridcell", title: job.id }, el("a", { href: address(job), tabindex: "-1" }, job.subject ?? job.id)),
      el("span", { role: "gridcell", title: job.account }, job.account),
      el("span", { role: "gridcell", title: job.message }, more),
      el("span", { role: "gridcell" }, took(job)));
      row.style.top = i * ROW + "px";
      rows.push(row);
    }
    grid.replaceChildren(...rows);
    if (chosen) list.setAttribute("aria-activedescendant", "row-" + chosen);
  };
  const choose = (row) => {
    const to = Math.max(0, Math.min(jobs.length - 1, row));
    chosen = jobs[to].hash;
    const top = to * ROW;
    if (top < list.scrollTop) list.scrollTop = top;
    const bottom = top + 2 * ROW - list.clientHeight;
    if (bottom > list.scrollTop) list.scrollTop = bottom;
    draw();
  };
  list.addEventListener("scroll", () => requestAnimationFrame(draw));
  list.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(list.clientHeight / ROW) - 2);
    const at = jobs.findIndex((job) => job.hash === chosen);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: jobs.length - 1 }[event.key];
    if (to !== undefined && jobs.length > 0) { choose(to); event.preventDefault(); }
    if (event.key === "Enter" && at >= 0) location.hash = address(jobs[at]);
  });
  head.after(list);
  return { set(next) { jobs = next; draw(); } };
}

async function jobsPage(here, query) {
  const wanted = Object.fromEntries(query);
  const count = el("p", { class: "dim", role: "status" });
  const choice = (name, label, values) => el("label", {}, label, el("select", { name },
    el("option", { value: "" }, "all"), ...values.map((value) => el("option", { value, selected: wanted[name] === value }, value))));
  const form = el("form", { class: "filters", role: "search", onsubmit: (event) => event.preventDefault() },
    choice("state", "State", STATES), choice("kind", "Kind", KINDS),
    el("label", {}, "Account", el("input", { name: "account", value: wanted.account })),
    el("label", {}, "Text in id, subject or sentence", el("input", { name: "text", type: "search", value: wanted.text })));
  const filter = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  here.append(el("h2", {}, "Jobs"), form, count);
  const list = jobList(count);
  let jobs = new Map();
  let beyond = 0;
  let asked = 0;
  const draw = () => {
    const sorted = [...jobs.values()].sort((a, b) => b.accepted.localeCompare(a.accepted) || a.hash.localeCompare(b.hash));
    list.set(sorted);
    // Of more jobs than a page holds, the newest are listed.
    count.textContent = (cluster.isCatchingUp ? "still reading the event log; " : "") + (beyond > 0 ? `the newest ${sorted.length} of ` : "") + `${sorted.length + beyond} jobs since ${time(cluster.since)}`;
  };
  const matches = (job) => {
    const f = Object.fromEntries(filter());
    const text = (f.text ?? "").toLowerCase();
    return (!f.state || job.state === f.state) && (!f.kind || job.kind === f.kind) && (!f.account || job.account === f.account)
      && (!text || [job.id, job.subject, job.account, job.message].some((each) => each && each.toLowerCase().includes(text)));
  };
  const load = async () => {
    const parameters = filter();
    history.replaceState(null, "", "#/jobs" + (parameters.size ? "?" + parameters : ""));
    parameters.set("limit", "10000");
    const turn = ++asked;
    const page = await api("jobs?" + parameters);
    if (turn !== asked) return;
    jobs = new Map(page.jobs.map((job) => [job.hash, job]));
    beyond = page.total - page.jobs.length;
    draw();
  };
  const reload = () => load().catch((failed) => { count.textContent = failed.message; });
  let timer;
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(reload, 250); });
  await load();
  return {
    onJobs(changed) {
      for (const job of changed) { if (matches(job)) jobs.set(job.hash, job); else jobs.delete(job.hash); }
      draw();
    },
  };
}

async function jobPage(here, sourceName, id) {
  const body = el("div");
  here.append(el("h2", {}, "Job " + id), body);
  const draw = (job, files) => {
    const cancel = cluster.isWritable && (job.state === "waiting" || job.state === "running")
      ? el("p", {}, el("button", { type: "button", class: "danger", onclick: async () => {
        if (await ask("Cancel this job?", "It ends for everybody who waits for it.", "Cancel the job")) {
          await act(() => api(`jobs/${part(sourceName)}/${part(id)}/cancel`, { method: "POST" }), (done) => "The job is " + done.outcome + ".");
        }
      } }, "Cancel the job")) : undefined;
    redraw(body, [
      el("p", {}, state(job.state), job.percent !== undefined && job.state === "running" ? ` ${job.stage}, ${job.percent} %` : ""),
      job.percent !== undefined && job.state === "running" ? el("progress", { max: "100", value: String(job.percent), "aria-label": "Progress" }) : undefined,
      job.message ? el("p", { class: "sentence" }, job.message) : undefined,
      cancel,
      facts([["Kind", job.kind], ["Makes", subjectLink(job)], ["For", el("a", { href: `#/jobs?account=${part(job.account)}` }, job.account)],
        ["Source", job.source], ["Accepted", time(job.accepted)], ["Started", time(job.started)], ["Ended", time(job.ended)],
        ["Attempt", job.attempt > 0 ? String(job.attempt) : undefined], ["Worker", job.worker], ["Code", job.code],
        ["Processor time", job.cost && (job.cost.cpuMillis / 1000).toFixed(1) + " s"],
        ["Fetched", job.cost && size(job.cost.fetchedBytes)], ["Stored", job.cost && size(job.cost.storedBytes)]]),
      files.length ? el("h3", {}, "Result") : undefined, files.length ? fileTable(files) : undefined].filter(Boolean));
  };
  const load = async () => {
    const job = await api(`jobs/${part(sourceName)}/${part(id)}`);
    // What an asset or a render has is on its own page.
    const { files } = job.state === "completed" && LISTED.includes(job.kind) ? await api(`jobs/${part(sourceName)}/${part(id)}/files`) : { files: [] };
    draw(job, files);
  };
  await load();
  return { onJobs: (changed) => { if (changed.some((job) => job.id === id && job.source === sourceName)) load().catch((failed) => say(failed.message)); } };
}

function player(file, label) {
  if (file.mediaType.startsWith("video/")) return el("video", { controls: true, preload: "metadata", src: file.href, "aria-label": label });
  if (file.mediaType.startsWith("audio/")) return el("audio", { controls: true, preload: "metadata", src: file.href, "aria-label": label });
  if (file.mediaType.startsWith("image/")) return el("img", { src: file.href, alt: label });
  return el("a", { href: file.href }, label);
}

function fileTable(files) {
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Files" }, el("table", {},
    el("thead", {}, el("tr", {}, ...["Role", "Type", "Size", "Digest"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, ...files.map((file) => el("tr", {}, el("td", {}, el("a", { href: file.href }, file.role)), el("td", {}, file.mediaType),
      el("td", { class: "number" }, size(file.bytes)), el("td", { class: "dim" }, file.sha256.slice(0, 12)))))));
}

async function renderPage(here, id, revision) {
  const path = `renders/${part(id)}` + (revision ? "/" + revision : "");
  const body = el("div");
  here.append(el("h2", {}, "Render " + id), body);
  let shown;
  const draw = (render) => {
    const total = render.segments.length;
    const film = el("div", { class: "film", role: "img", "aria-label": `${render.done} of ${total} segments are there` },
      ...render.segments.map((segment) => {
        const span = el("span", { class: segment.isDone ? (segment.isCopied ? "done copied" : "done") : "",
          title: `frames ${segment.first} to ${segment.first + segment.frames - 1}: ${segment.assets.join(", ") || "generated"}` });
        span.style.flexGrow = String(segment.frames);
        return span;
      }));
    const parts = [el("p", {}, state(render.state), " ", total ? `${render.done} of ${total} segments` : "",
      render.isSoundtrackDone === false ? ", the soundtrack is missing" : ""),
    total ? film : undefined,
    total ? el("p", {}, el("span", { class: "key" }, el("i", { class: "done" }), "rendered"), el("span", { class: "key" }, el("i", { class: "copied" }), "copied"),
      el("span", { class: "key" }, el("i"), "missing")) : undefined,
    render.message ? el("p", { class: "sentence" }, render.message) : undefined];
    // A player that plays is not replaced.
    const output = render.output?.sha256;
    if (output && output !== shown?.digest) shown = { digest: output, node: player(render.output, "The film " + id) };
    parts.push(output ? el("h3", {}, "Result") : undefined, output ? shown.node : undefined,
      facts([["Profile", render.profile], ["Frames", String(render.frames)], ["Revision", render.revision.slice(0, 12) + (render.isCurrent ? ", current" : ", an earlier one")],
        ["Jobs", render.jobs.join(", ")]]),
      render.warnings.length ? el("h3", {}, "Warnings") : undefined, render.warnings.length ? el("ul", {}, ...render.warnings.map((each) => el("li", {}, each))) : undefined,
      el("h3", {}, "Assets"), el("p", {}, ...[...new Set(render.segments.flatMap((each) => each.assets))].flatMap((asset, i) => [i ? ", " : "", el("a", { href: "#/assets/" + part(asset) }, asset)])),
      render.files.length ? el("h3", {}, "Files") : undefined, render.files.length ? fileTable(render.files) : undefined,
      render.report ? el("h3", {}, "People") : undefined,
      render.report ? el("p", {}, el("a", { href: render.report, target: "_blank", rel: "noopener" }, "Report: who is in each frame"),
        " (made when it is opened: half a minute for a film of two hours). ", el("a", { href: "#/jobs?kind=proposal" }, "Proposals"),
        " are drafted by jobs, or by patchwork proposal " + id + ".") : undefined);
    redraw(body, parts);
  };
  let isLoading = false;
  let isStale = false;
  const load = async () => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    try {
      while (isStale) {
        isStale = false;
        draw(await api(path));
      }
    } finally {
      isLoading = false;
    }
  };
  await load();
  return { onJobs: (changed) => { if (changed.some((job) => job.subject === id)) load().catch((failed) => say(failed.message)); } };
}

async function assetPage(here, id) {
  const asset = await api(`assets/${part(id)}`);
  const pictures = asset.artifacts.filter((file) => file.mediaType.startsWith("image/"));
  const film = asset.artifacts.find((file) => file.role === "rendition" && !file.mediaType.startsWith("image/")) ?? asset.artifacts.find((file) => file.role === "mezzanine");
  here.append(...[el("h2", {}, "Asset " + id),
    film ? player(film, "The asset " + id) : undefined,
    facts([["Kind", asset.kind], ["Size", size(asset.bytes)], ["By", asset.contributors.map((each) => each.name ?? each.id).join(", ")], ["Digest", asset.sha256]]),
    asset.warnings.length ? el("ul", {}, ...asset.warnings.map((each) => el("li", {}, each))) : undefined,
    pictures.length ? el("h3", {}, "Pictures") : undefined,
    pictures.length ? el("div", { class: "pictures" }, ...pictures.map((file) => el("figure", {}, el("img", { src: file.href, alt: `${file.role} of ${id}`, loading: "lazy" }),
      el("figcaption", {}, `${file.role} ${file.width ?? ""}×${file.height ?? ""}`)))) : undefined,
    asset.renders.length ? el("h3", {}, "In these renders") : undefined,
    asset.renders.length ? el("p", {}, ...asset.renders.flatMap((each, i) => [i ? ", " : "", el("a", { href: `#/renders/${part(each.render)}/${each.revision}` }, each.render)])) : undefined,
    el("h3", {}, "Files"), fileTable(asset.artifacts)].filter(Boolean));
  return {};
}

async function lettersPage(here) {
  const body = el("div");
  here.append(el("h2", {}, "Dead letters"), el("p", { class: "dim" }, "Messages of jobs that failed for good and that operators can cure: mend the cause, then retry them."), body);
  const load = async () => {
    const { deadLetters } = await api("dead-letters");
    const buttons = (letter) => el("td", {}, el("div", { class: "buttons" },
      el("button", { type: "button", onclick: async () => {
        await act(() => api(`dead-letters/${letter.id}/retry`, { method: "POST" }), () => "Letter " + letter.id + " is retried.");
        await load();
      } }, "Retry"),
      el("button", { type: "button", class: "danger", onclick: async () => {
        if (await ask("Drop this letter?", `The job ${letter.job ?? "in it"} is not tried again, and its message is gone.`, "Drop it")) {
          await act(() => api(`dead-letters/${letter.id}`, { method: "DELETE" }), () => "Letter " + letter.id + " is dropped.");
          await load();
        }
      } }, "Drop")));
    redraw(body, [deadLetters.length === 0 ? el("p", {}, "There are none.") : el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Dead letters" }, el("table", {},
      el("thead", {}, el("tr", {}, ...["Letter", "Lane", "Reason", "Job", "Detail", ...(cluster.isWritable ? ["What to do"] : [])].map((name) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, ...deadLetters.map((letter) => el("tr", {}, el("th", { scope: "row" }, letter.id), el("td", {}, letter.lane), el("td", {}, letter.reason),
        el("td", {}, letter.job ? el("a", { href: `#/jobs/${part(letter.source)}/${part(letter.job)}` }, letter.job) : ""),
        el("td", {}, letter.detail || letter.violations.join("; ")), cluster.isWritable ? buttons(letter) : undefined)))))]);
    await readCluster();
  };
  await load();
  return { onJobs: () => { clearTimeout(lettersPage.timer); lettersPage.timer = setTimeout(() => load().catch((failed) => say(failed.message)), 1000); } };
}

// The frame around the pages

let page = {};

async function show() {
  leave();
  const hash = location.hash.replace(/^#\/?/, "");
  const [path, query] = hash.split("?");
  const parts = path.split("/").map(decodeURIComponent);
  const name = parts[0] === "" ? "cluster" : parts[0];
  document.querySelectorAll("nav a").forEach((link) => {
    if (link.dataset.page === name) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  });
  const here = el("div");
  main.replaceChildren(here);
  page = {};
  let isLeft = false;
  leave = () => { isLeft = true; };
  try {
    const next = await ({
      cluster: () => clusterPage(here),
      jobs: () => (parts.length > 2 ? jobPage(here, parts[1], parts[2]) : jobsPage(here, new URLSearchParams(query ?? ""))),
      renders: () => renderPage(here, parts[1], parts[2]),
      assets: () => assetPage(here, parts[1]),
      "dead-letters": () => lettersPage(here),
    }[name] ?? (async () => { throw new Failed(404, { title: "Not found", detail: "There is no such page." }); }))();
    if (isLeft) return;
    page = next;
  } catch (failed) {
    if (isLeft) return;
    here.replaceChildren(el("h2", {}, failed.title || "Not there"), el("p", { class: "sentence" }, failed.message));
    if (failed.status === 401) signIn();
    // What is not there yet may come with its job.
    page = { onJobs: (changed) => { if (changed.some((job) => parts.includes(job.subject) || parts.includes(job.id))) show(); } };
  }
  document.title = (main.querySelector("h2")?.textContent ?? "Cluster") + " · Patchwork";
  if (show.isMoved) main.focus();
  show.isMoved = true;
}

async function readCluster() {
  cluster = await api("cluster");
  const letters = document.getElementById("letters");
  letters.hidden = cluster.deadLetters === 0;
  letters.textContent = String(cluster.deadLetters);
  const sign = document.getElementById("sign");
  sign.hidden = !cluster.isWritable;
  sign.textContent = cluster.mayWrite ? "Sign out" : "Sign in";
  page.onCluster?.();
}

function link(text) {
  document.getElementById("link").textContent = text;
}

function follow() {
  clearTimeout(follow.timer);
  source?.close();
  source = new EventSource("/api/v1/changes");
  source.addEventListener("jobs", (event) => page.onJobs?.(JSON.parse(event.data)));
  source.onopen = () => { link("live"); if (follow.wasAway) show(); follow.wasAway = false; };
  source.onerror = () => {
    link("not connected, trying again");
    follow.wasAway = true;
    // A browser tries again by itself, but not after an answer that is no stream, such as 401.
    if (source.readyState === EventSource.CLOSED) follow.timer = setTimeout(follow, 5000);
  };
}

function signIn() {
  document.getElementById("signing-error").textContent = "";
  const dialog = document.getElementById("signing");
  if (!dialog.open) dialog.showModal();
}

document.getElementById("sign").onclick = async () => {
  if (cluster.mayWrite) {
    await api("session", { method: "DELETE" });
    await readCluster();
    await show();
  } else {
    signIn();
  }
};
document.getElementById("signing-cancel").onclick = () => document.getElementById("signing").close();
document.getElementById("signing-ok").onclick = async (event) => {
  event.preventDefault();
  const token = document.getElementById("token");
  try {
    await api("session", { method: "POST", body: JSON.stringify({ token: token.value }) });
    token.value = "";
    document.getElementById("signing").close();
    await readCluster();
    follow();
    await show();
    say("You may retry, drop and cancel now.");
  } catch (failed) {
    document.getElementById("signing-error").textContent = failed.message;
  }
};

window.addEventListener("hashchange", show);
try {
  await readCluster();
} catch (failed) {
  if (failed.status === 401) {
    document.getElementById("sign").hidden = false;
    signIn();
  }
}
follow();
await show();
setInterval(() => readCluster().catch(() => link("not connected, trying again")), 5000);
