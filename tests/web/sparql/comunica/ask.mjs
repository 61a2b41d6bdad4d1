// Asks an endpoint by Comunica, and prints the rows as JSON: node ask.mjs ENDPOINT QUERY
import { QueryEngine } from "@comunica/query-sparql";

const [endpoint, query] = process.argv.slice(2);
const rows = await new QueryEngine().queryBindings(query, { sources: [endpoint] });
const found = [];
for await (const row of rows) {
  found.push(Object.fromEntries([...row].map(([variable, term]) => [variable.value, term.value])));
}
console.log(JSON.stringify(found));
