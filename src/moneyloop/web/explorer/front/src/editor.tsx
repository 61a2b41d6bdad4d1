/** An editor for SPARQL (YASQE), with the stored queries to begin with. */
import Yasqe from "@zazuko/yasqe";
import "@zazuko/yasqe/build/yasqe.min.css";
import { useEffect, useRef, useState } from "preact/hooks";
import { useAsked } from "./api";
import { useLanguage } from "./language";
import { Waiting } from "./parts";
import { change, type Place } from "./place";
import { Table } from "./table";
import type { Forms } from "./types";

const FIRST = `PREFIX ml: <https://w3id.org/moneyloop/ns/>
SELECT ?payer ?payee WHERE {
  ?payer ml:flowsInLoop ?payee
} LIMIT 50`;
const SHOWN = 500;
interface Term { value: string }
interface Results { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term>[] } }
type Answered = { results: Results } | { text: string } | { error: string } | { busy: true };

export default function SparqlView({ place }: { place: Place }) {
  const { say, code } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const editor = useRef<Yasqe>();
  const [answer, setAnswer] = useState<Answered>();
  const forms = useAsked<Forms>("forms", { lang: code });
  const run = async () => {
    const text = editor.current?.getValue() ?? "";
    change({ sparql: text, query: "" }, true);
    setAnswer({ busy: true });
    setAnswer(await answered(text));
  };
  useEffect(() => {
    const made = new Yasqe(box.current!, {
      value: place["sparql"] || FIRST,
      persistenceId: null,
      showQueryButton: false,
      createShareableLink: () => "",
      autocompleters: [],
      resizeable: false,
      extraKeys: { "Ctrl-Enter": () => void run(), "Cmd-Enter": () => void run(), Esc: () => document.getElementById("run")?.focus(), Tab: false, "Shift-Tab": false },
    } as object);
    made.getInputField().setAttribute("aria-label", say("editor"));
    box.current?.querySelectorAll<HTMLElement>(".yasqe_share, .yasqe_buttons").forEach((one) => one.remove());
    editor.current = made;
    return () => made.destroy();
  }, []);
  const wanted = forms.data?.queries.find((one) => one.name === place["query"]);
  useEffect(() => {
    if (wanted) editor.current?.setValue(wanted.text);
  }, [wanted]);
  return (
    <article class="page">
      <h1>SPARQL</h1>
      <p class="quiet">{say("sparqlIntro")}</p>
      <div class="form-row">
        <label for="examples">{say("examples")}</label>
        <select id="examples" value={place["query"] ?? ""} onChange={(event) => change({ query: event.currentTarget.value, sparql: "" }, true)}>
          <option value="">{say("example")}</option>
          {forms.data?.queries.map((one) => <option value={one.name}>{one.title}</option>)}
        </select>
      </div>
      <div class="editor" dir="ltr" ref={box} />
      <p><button type="button" id="run" class="primary" onClick={run}>{say("execute")}</button></p>
      <div aria-live="polite">{answer && <Shown answer={answer} />}</div>
    </article>
  );
}

function Shown({ answer }: { answer: Answered }) {
  const { say } = useLanguage();
  if ("busy" in answer) return <p class="quiet">{say("loading")}</p>;
  if ("error" in answer) return <Waiting loaded={{ error: answer.error, busy: false }}>{() => null}</Waiting>;
  if ("text" in answer) return <pre class="scroll" tabIndex={0} dir="ltr">{answer.text}</pre>;
  const { head, results, boolean } = answer.results;
  if (!results) return <p class="number">{String(boolean)}</p>;
  const names = head.vars ?? [];
  const rows = results.bindings.slice(0, SHOWN).map((row) => names.map((name) => row[name]?.value ?? ""));
  return (
    <>
      <p>{say("rows", { n: results.bindings.length })}</p>
      <Table label={say("table")} columns={names.map((name) => ({ name }))} rows={rows} />
      {results.bindings.length > SHOWN && <p class="quiet">{say("cut", { n: SHOWN })}</p>}
    </>
  );
}

async function answered(query: string): Promise<Answered> {
  try {
    const reply = await fetch("/sparql", {
      method: "POST",
      body: new URLSearchParams({ query }),
      headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    });
    const text = await reply.text();
    if (!reply.ok) return { error: text };
    return reply.headers.get("Content-Type")?.includes("json") ? { results: JSON.parse(text) as Results } : { text };
  } catch (error) {
    return { error: String(error) };
  }
}
