// Answers in JSON, a line for each line of questions.
import { createInterface } from "node:readline";
import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { convertWorkflowTemplate, isBasicExpression, isMapping, isSequence, NoOperationTraceWriter, parseWorkflow } from "@actions/workflow-parser";
import { parseAction } from "@actions/workflow-parser/actions/action-parser";
import { convertActionTemplate } from "@actions/workflow-parser/actions/action-template";
import { ErrorPolicy } from "@actions/workflow-parser/model/convert";

const STATUS = ["always", "success", "failure", "cancelled"];
const EXTRA = [...STATUS.map((name) => ({ name, minArgs: 0, maxArgs: 255 })), { name: "hashFiles", minArgs: 1, maxArgs: 255 }];
const KINDS = { [data.Kind.Array]: "array", [data.Kind.Dictionary]: "object", [data.Kind.Null]: "null" };

function tree(text, names) {
  const { tokens } = new Lexer(text).lex();
  return new Parser(tokens, names, EXTRA).parse();
}

function plain(value) {
  if (value === undefined) return { kind: "nothing" };
  if (value.kind === data.Kind.Number) return { kind: "number", value: String(value.value) };
  if (value.kind === data.Kind.String) return { kind: "string", value: value.value };
  if (value.kind === data.Kind.Boolean) return { kind: "boolean", value: value.value };
  return { kind: KINDS[value.kind], value: JSON.stringify(value, data.replacer) };
}

const remembered = { names: [], contexts: [] };

// What expressions are about, from now on: several surroundings with the same names.
function remember({ contexts }) {
  remembered.names = Object.keys(contexts[0]);
  remembered.contexts = contexts.map((around) => JSON.parse(JSON.stringify(around), data.reviver));
  return {};
}

// One expression under each of the surroundings: its own, or those that were told once for many. The status is that of all
// functions of the host, or each has its own and what has none fails.
function evaluate({ text, contexts, status = true }) {
  if (contexts) remember({ contexts });
  let node;
  try {
    node = tree(text, remembered.names);
  } catch (error) {
    return { malformed: String(error.message) };
  }
  const functions = new Map(EXTRA.map(({ name }) => [name.toLowerCase(), { name, call: () => host(name, status) }]));
  return { values: remembered.contexts.map((around) => one(node, around, functions)) };
}

function host(name, status) {
  if (typeof status === "boolean") return new data.BooleanData(status);
  if (!(name in status)) throw new Error(`the host has no ${name}`);
  return new data.BooleanData(status[name]);
}

function one(node, around, functions) {
  if (node === undefined) return { kind: "nothing" };
  try {
    return plain(new Evaluator(node, around, functions).evaluate());
  } catch (error) {
    return { kind: "failed", value: String(error.message) };
  }
}

async function read({ content }) {
  try {
    const { context, value } = parseWorkflow({ name: "workflow.yml", content }, new NoOperationTraceWriter());
    if (value === undefined) return { errors: told(context), jobs: [] };
    const template = await convertWorkflowTemplate(context, value, undefined, { errorPolicy: ErrorPolicy.TryConversion });
    return { errors: told(context), events: Object.keys(template.events ?? {}), jobs: (template.jobs ?? []).map(job) };
  } catch (error) {
    return { thrown: String(error.message) };
  }
}

// What an action's file says, its expressions unevaluated; of each step the condition as GitHub completes it.
function action({ content }) {
  try {
    const { context, value } = parseAction({ name: "action.yml", content }, new NoOperationTraceWriter());
    if (value === undefined) return { errors: told(context) };
    const { runs } = convertActionTemplate(context, value);
    return { errors: told(context), said: token(value), conditions: (runs?.steps ?? []).map((step) => step.if.expression) };
  } catch (error) {
    return { thrown: String(error.message) };
  }
}

function token(found) {
  if (isBasicExpression(found)) return found.originalExpressions ? { parts: parts(found) } : { expression: found.expression };
  if (isSequence(found)) return { sequence: [...found].map(token) };
  if (!isMapping(found)) return { text: found.toString() };
  return { mapping: [...found].map(({ key, value }) => [key.toString(), token(value)]) };
}

// A text with expressions in it is one call of format() by now: the text in pieces, as it was written.
function parts({ expression, originalExpressions }) {
  const end = originalExpressions.map((one) => `, ${one.expression}`).join("").length + "')".length;
  const format = expression.slice("format('".length, -end).replaceAll("''", "'");
  return format.split(/(\{\{|\}\}|\{\d+\})/).map((piece) => {
    if (piece === "{{" || piece === "}}") return { text: piece[0] };
    return /^\{\d+\}$/.test(piece) ? { expression: originalExpressions[Number(piece.slice(1, -1))].expression } : { text: piece };
  });
}

function told(context) {
  return context.errors.getErrors().map((error) => ({ message: error.rawMessage ?? error.message, line: error.range?.start?.line ?? 0 }));
}

function job(found) {
  return {
    id: found.id.value,
    needs: (found.needs ?? []).map((need) => need.value),
    uses: found.ref?.value ?? null,
    condition: found.if?.expression ?? null,
    steps: (found.steps ?? []).map((step) => ({ id: step.id, uses: step.uses?.value ?? null, runs: "run" in step, condition: step.if?.expression ?? null })),
  };
}

const ANSWERS = { action, evaluate, read, remember };
async function main() {
  for await (const line of createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    process.stdout.write(`${JSON.stringify(await ANSWERS[question.ask](question))}\n`);
  }
}

main();
