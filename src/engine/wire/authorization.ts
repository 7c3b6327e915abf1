import { AwsError } from './awsError.ts';

/** Where a request's signature can stand. Signatures are read, never verified: any key is welcome. */
export interface SignedRequest {
  readonly authorization: string | undefined;
  readonly hasDateHeader: boolean;
  readonly query: URLSearchParams;
}

/** What the credential names, as far as it does. */
export interface CredentialScope {
  readonly region?: string;
  /** An access key id of 12 digits is taken for the account that it belongs to. */
  readonly account?: string;
}

const QUERY_PARAMETERS = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Signature',
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
];

/** Throws AwsError where the service would before it looks at a signature. */
export function readAuthorization(request: SignedRequest): CredentialScope {
  const { authorization, query } = request;
  const inQuery = query.has('X-Amz-Algorithm');
  if (authorization !== undefined && inQuery) {
    throw new AwsError(
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    );
  }
  if (authorization !== undefined) return readHeader(authorization, request.hasDateHeader);
  if (inQuery) return readQuery(query);
  throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

/** As every SDK writes it: with all that is required, and in this order. */
const USUAL_HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^,\s]*), ?SignedHeaders=[^,\s=]*, ?Signature=[^,\s=]*$/;

function readHeader(authorization: string, hasDateHeader: boolean): CredentialScope {
  const usual = USUAL_HEADER.exec(authorization)?.[1];
  if (usual !== undefined && hasDateHeader) return scopeOf(usual);
  const parameters = new Map<string, string>();
  for (const part of authorization.split(/[,\s]+/)) {
    const equals = part.indexOf('=');
    if (equals > 0) parameters.set(part.slice(0, equals), part.slice(equals + 1));
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !parameters.has(name))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (!hasDateHeader) {
    missing.push(
      "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    );
  }
  if (missing.length > 0) {
    throw new AwsError(
      'IncompleteSignatureException',
      `${missing.join(' ')} Authorization=${authorization}`,
    );
  }
  return scopeOf(parameters.get('Credential') ?? '');
}

function readQuery(query: URLSearchParams): CredentialScope {
  const missing = QUERY_PARAMETERS.filter((name) => !query.has(name)).map(
    (name) => `AWS query-string parameters must include '${name}'.`,
  );
  if (missing.length > 0) {
    throw new AwsError(
      'IncompleteSignatureException',
      `${missing.join(' ')} Re-examine the query-string parameters.`,
    );
  }
  return scopeOf(query.get('X-Amz-Credential') ?? '');
}

/** The last one: a client's stays the same for a day. */
let known: { readonly credential: string; readonly scope: CredentialScope } | undefined;

function scopeOf(credential: string): CredentialScope {
  if (known?.credential !== credential) known = { credential, scope: parseScope(credential) };
  return known.scope;
}

/** `AKID/20260101/eu-west-1/kinesis/aws4_request`; anything else names nothing. */
function parseScope(credential: string): CredentialScope {
  const parts = credential.split('/');
  const [account = ''] = parts;
  const region = parts.at(-3) ?? '';
  return {
    ...(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region) ? { region } : {}),
    ...(/^\d{12}$/.test(account) ? { account } : {}),
  };
}
