// SPDX-License-Identifier: MIT
// The replay's rules in SQL for DuckDB: one GROUP BY over a loaded table, or over the CSV file itself. Prints the
// seconds that the query took: of the processor, all threads together, and by the wall's clock.
// usage: node duckdb.mjs PACKAGES table|file THREADS EVENTS.csv DAY RESULT.csv
import {createRequire} from 'node:module';

const [packages, source, threads, events, day, result] = process.argv.slice(2);
const {DuckDBInstance} = createRequire(`${packages}/`)('@duckdb/node-api');
const connection = await (await DuckDBInstance.create(':memory:', {threads})).connect();
const kinds = ['purchase', 'visit', 'advertisement', 'return', 'review', 'referral'];

// Types given, so that DuckDB need not guess them; customers as whole numbers, which is faster than as text.
const file = `read_csv('${events}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
  columns = {'customer': 'UINTEGER', 'kind': 'VARCHAR', 'date': 'DATE', 'value': 'INTEGER'})`;

// `kind` says how a kind is written. Each figure once, with as few and as plain aggregates as the rules need.
const standings = (from, day, kind) => `
  SELECT customer, CASE
    WHEN purchases >= 4 AND referrals >= 1 AND mood >= 0 THEN 'advocate'
    WHEN purchases >= 2 AND latest >= ${day} - 180 THEN 'client'
    WHEN latest IS NOT NULL THEN 'customer'
    WHEN visits >= 1 THEN 'prospect'
    ELSE 'suspect' END AS rung
  FROM (SELECT customer,
      count(*) FILTER (kind = ${kind('visit')}) AS visits,
      count(*) FILTER (kind = ${kind('purchase')} AND date > ${day} - 365) AS purchases,
      max(date) FILTER (kind = ${kind('purchase')}) AS latest,
      count(*) FILTER (kind = ${kind('referral')} AND date > ${day} - 730) AS referrals,
      sum(value) FILTER (kind = ${kind('review')} AND date > ${day} - 365) AS mood
    FROM ${from} GROUP BY customer)`;

async function timed(query) {
  const processor = process.cpuUsage(), wall = performance.now();
  await connection.run(query);
  const used = process.cpuUsage(processor);
  console.log((used.user + used.system) / 1e6, (performance.now() - wall) / 1e3);
}

await connection.run('SET preserve_insertion_order = false');
if (source === 'table') {
  const number = (kind) => kinds.indexOf(kind);
  await connection.run(`CREATE TABLE event AS SELECT customer, (date - DATE '1970-01-01')::INTEGER AS date, value,
    (CASE kind ${kinds.map((kind) => `WHEN '${kind}' THEN ${number(kind)}`).join(' ')} END)::TINYINT AS kind
    FROM ${file}`);
  const today = Date.parse(day) / 864e5;
  await timed(`CREATE TABLE standing AS ${standings('event', today, number)}`);
  await connection.run(`COPY standing TO '${result}' (HEADER)`);
} else {
  // The result goes to a file, as the command's does.
  await timed(`COPY (${standings(file, `DATE '${day}'`, (kind) => `'${kind}'`)}) TO '${result}' (HEADER)`);
}
