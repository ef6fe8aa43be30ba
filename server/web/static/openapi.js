/* Reads an OpenAPI 3 document: its operations in order, and its schemas as rows. Pure. */

const VERBS = ["get", "post", "put", "patch", "delete"];
const DEEPEST = 3;

/** Every operation, its path from the root (`base` where the file leaves it out): {id, verb, path, noun, summary, description, parameters, body, answers, search}. */
export function operationsOf(spec, base = "") {
  return Object.entries(spec.paths ?? {}).flatMap(([path, item]) =>
    VERBS.filter((verb) => item[verb]).map((verb) => operation(spec, path.startsWith("/api/") ? path : base + path, verb, item)));
}

function operation(spec, path, verb, item) {
  const own = item[verb];
  const summary = own.summary ?? "";
  const noun = own.tags?.[0] ?? nounOf(path);
  return {
    id: `${verb}-${path}`.replace(/[^A-Za-z0-9]+/g, "-"), verb, path, noun, summary, description: own.description ?? "",
    parameters: [...(item.parameters ?? []), ...(own.parameters ?? [])].map((one) => resolve(one, spec)),
    body: schemaOf(resolve(own.requestBody, spec)),
    answers: answersOf(own.responses, spec),
    search: `${verb} ${path} ${noun} ${summary}`.toLowerCase(),
  };
}

function nounOf(path) {
  return path.replace(/^\/api\/v\d+/, "").split("/").find(Boolean) ?? "";
}

function answersOf(responses = {}, spec) {
  return Object.entries(responses).map(([status, given]) => {
    const answer = resolve(given, spec);
    return { status, description: answer.description ?? "", schema: schemaOf(answer) };
  });
}

function schemaOf(part) {
  const kinds = Object.values(part?.content ?? {});
  return kinds[0]?.schema ?? null;
}

/** What a reference points at; anything else is itself. */
export function resolve(part, spec) {
  if (!part?.$ref) return part;
  return part.$ref.split("/").slice(1).reduce((inside, step) => inside?.[step.replace(/~1/g, "/").replace(/~0/g, "~")], spec) ?? {};
}

/** "string", "integer | null", "list of Ticket", "one of: a, b". */
export function typeOf(schema, spec) {
  if (!schema) return "";
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choice) return choice.map((one) => typeOf(one, spec)).join(" | ");
  if (schema.type === "array") return `[${typeOf(schema.items ?? {}, spec)}]`;
  return [schema.type ?? "any", schema.format && `(${schema.format})`, limits(schema)].filter(Boolean).join(" ");
}

function limits({ minimum, maximum, minLength, maxLength, pattern }) {
  const length = maxLength !== undefined ? `${minLength ?? 0}…${maxLength}` : "";
  const span = minimum !== undefined || maximum !== undefined ? `${minimum ?? ""}…${maximum ?? ""}` : "";
  return [span, length && `[${length}]`, pattern].filter(Boolean).join(" ");
}

/** The properties of a schema as rows {name, depth, type, required, description}, those of inner objects beneath. */
export function fieldsOf(schema, spec, depth = 0, seen = []) {
  const { shape, names } = objectIn(schema, spec, seen);
  if (!shape?.properties || depth >= DEEPEST) return [];
  return Object.entries(shape.properties).flatMap(([name, inner]) => [
    { name, depth, type: typeOf(inner, spec), required: shape.required?.includes(name) ?? false, description: inner.description ?? "" },
    ...fieldsOf(inner, spec, depth + 1, names),
  ]);
}

/** The object inside a reference, a list, or "this or null"; never one that is already being shown above. */
function objectIn(schema, spec, seen) {
  if (!schema) return { shape: null, names: seen };
  if (schema.$ref) return seen.includes(schema.$ref) ? { shape: null, names: seen } : objectIn(resolve(schema, spec), spec, [...seen, schema.$ref]);
  if (schema.type === "array") return objectIn(schema.items, spec, seen);
  const choices = (schema.anyOf ?? schema.oneOf ?? schema.allOf)?.filter((one) => one.type !== "null");
  if (choices) return choices.length === 1 ? objectIn(choices[0], spec, seen) : { shape: null, names: seen };
  return { shape: schema, names: seen };
}
