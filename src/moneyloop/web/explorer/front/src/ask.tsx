/** The stored queries as forms in plain words. */
import { useState } from "preact/hooks";
import { useAsked } from "./api";
import { useLanguage } from "./language";
import { Choice, Waiting } from "./parts";
import { change, link, type Place } from "./place";
import { Search } from "./search";
import { Table } from "./table";
import type { Answer, Form, Forms, Parameter } from "./types";

const OWN = new Set(["view", "query", "asked", "shape", "lang"]);

export function AskView({ place }: { place: Place }) {
  const { say, code } = useLanguage();
  const [filter, setFilter] = useState("");
  const forms = useAsked<Forms>("forms", { lang: code });
  return (
    <article class="page ask">
      <h1>{say("ask")}</h1>
      <p class="quiet">{say("askIntro")}</p>
      <Waiting loaded={forms}>
        {({ queries }) => {
          const form = queries.find((one) => one.name === place["query"]);
          const words = filter.toLocaleLowerCase();
          const fitting = queries.filter((one) => `${one.title} ${one.question} ${one.name}`.toLocaleLowerCase().includes(words));
          return (
            <div class={form ? "asking" : "asking wide"}>
              <nav aria-label={say("filter")}>
                <label for="filter" class="unseen">{say("filter")}</label>
                <input id="filter" type="search" placeholder={say("filter")} value={filter} onInput={(event) => setFilter(event.currentTarget.value)} />
                <ul class="plain questions">
                  {fitting.map((one) => (
                    <li><a href={link({ view: "ask", query: one.name })} aria-current={one === form ? "true" : undefined}>{one.question}</a></li>
                  ))}
                </ul>
              </nav>
              <div>{form && <Question form={form} place={place} key={form.name} />}</div>
            </div>
          );
        }}
      </Waiting>
    </article>
  );
}

function Question({ form, place }: { form: Form; place: Place }) {
  const { say, code } = useLanguage();
  const given = Object.fromEntries(form.parameters.flatMap(({ name }) => (place[name] ? [[name, place[name]]] : [])));
  const ready = form.parameters.every((one) => !one.required || given[one.name]);
  const answer = useAsked<Answer>(ready && place["asked"] ? "answer" : null, { ...given, query: form.name, lang: code });
  const submit = (event: Event) => {
    event.preventDefault();
    const filled = Object.fromEntries([...new FormData(event.currentTarget as HTMLFormElement)].map(([key, value]) => [key, String(value)]));
    const rest = Object.fromEntries(Object.keys(place).filter((key) => !OWN.has(key)).map((key) => [key, ""]));
    change({ ...rest, ...filled, asked: "1" });
  };
  return (
    <section class="question">
      <h2>{form.question}</h2>
      <form onSubmit={submit}>
        {form.parameters.map((one) => <Field one={one} value={place[one.name] ?? one.default} key={`${one.name} ${place[one.name]}`} />)}
        <p><button type="submit" class="primary">{say("run")}</button> <a href={link({ view: "sparql", query: form.name })}>SPARQL</a></p>
      </form>
      {place["asked"] && ready && <Waiting loaded={answer}>{(found) => <Answered found={found} place={place} />}</Waiting>}
    </section>
  );
}

function Field({ one, value }: { one: Parameter; value: string }) {
  const { say } = useLanguage();
  const id = `field-${one.name}`;
  return (
    <div class="field">
      <label for={id}>{one.description}{one.required && <em> ({say("required")})</em>}</label>
      {one.choices.length ? (
        <select id={id} name={one.name} required={one.required}>
          {!one.default && <option value="">{say("any")}</option>}
          {one.choices.map((choice) => <option value={choice.value} selected={choice.value === value}>{choice.label}</option>)}
        </select>
      ) : one.type === "party" ? (
        <Search id={id} name={one.name} value={value} required={one.required} />
      ) : (
        <input id={id} name={one.name} dir="auto" value={value} required={one.required} min={one.minimum ?? undefined} max={one.maximum ?? undefined}
          pattern={one.pattern ?? undefined} step={one.type === "decimal" ? "any" : undefined}
          type={one.type === "date" ? "date" : one.type === "integer" || one.type === "decimal" ? "number" : "text"} />
      )}
    </div>
  );
}

function Answered({ found, place }: { found: Answer; place: Place }) {
  const { say } = useLanguage();
  const table = place["shape"] === "table";
  return (
    <div class="answer" role="region" aria-label={found.title}>
      <div class="bar">
        <p role="status">{say("rows", { n: found.total })}{!found.complete && ` ${say("limited")}`}</p>
        <Choice label={found.title} value={table ? "table" : "sentences"} onChange={(value) => change({ shape: value === "table" ? value : "" }, true)} options={[["sentences", say("sentences")], ["table", say("table")]]} />
      </div>
      {table ? (
        <Table label={found.title} columns={found.columns} rows={found.rows} />
      ) : (
        <ol class="sentences">{found.sentences.map((one) => <li dir="auto">{one}</li>)}</ol>
      )}
      {!found.total && !table && <p class="quiet">{say("nothing")}</p>}
      {found.total > found.rows.length && <p class="quiet">{say("cut", { n: found.rows.length })}</p>}
    </div>
  );
}
