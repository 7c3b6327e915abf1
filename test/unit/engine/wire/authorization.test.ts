import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  readAuthorization,
  type SignedRequest,
} from '../../../../src/engine/wire/authorization.ts';

const QUERY =
  'X-Amz-Algorithm=a&X-Amz-Credential=k/d/eu-north-1/kinesis/aws4_request&X-Amz-Signature=s&X-Amz-SignedHeaders=h&X-Amz-Date=d';

function request(
  authorization: string | undefined,
  query = '',
  hasDateHeader = true,
): SignedRequest {
  return { authorization, hasDateHeader, query: new URLSearchParams(query) };
}

function header(credential: string): string {
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=abc`;
}

describe('readAuthorization', () => {
  it('reads the region of a credential scope, and none where there is none', () => {
    const scopes = [
      header('AKID/20260101/eu-west-1/kinesis/aws4_request'),
      header('AKID/20260101/us-gov-west-1/kinesis/aws4_request'),
      header('with/slash/20260101/ap-southeast-2/kinesis/aws4_request'),
      header('AKID/20260101/../kinesis/aws4_request'),
      header('anything'),
    ].map((authorization) => readAuthorization(request(authorization)).region);
    assert.deepEqual(
      [...scopes, readAuthorization(request(undefined, QUERY)).region],
      ['eu-west-1', 'us-gov-west-1', 'ap-southeast-2', undefined, undefined, 'eu-north-1'],
    );
  });

  it('reads a header in whatever order and with whatever spaces', () => {
    const parts = [
      'Credential=AKID/20260101/eu-west-1/kinesis/aws4_request',
      'SignedHeaders=host;x-amz-date',
      'Signature=abc',
    ];
    const headers = [
      `AWS4-HMAC-SHA256 ${parts.join(', ')}`,
      `AWS4-HMAC-SHA256 ${parts.join(',')}`,
      `AWS4-HMAC-SHA256  ${[...parts].reverse().join(' , ')}`,
      `AWS4-ECDSA-P256-SHA256 ${[...parts, 'More=1'].join(', ')}`,
    ];
    assert.deepEqual(
      headers.map((authorization) => readAuthorization(request(authorization))),
      headers.map(() => ({ region: 'eu-west-1' })),
    );
  });

  it('takes an access key of twelve digits for an account', () => {
    const scopes = [
      '123456789012/d/eu-west-1/kinesis/aws4_request',
      '12345678901/d',
      '123456789012',
    ]
      .map(header)
      .map((authorization) => readAuthorization(request(authorization)));
    assert.deepEqual(scopes, [
      { region: 'eu-west-1', account: '123456789012' },
      {},
      { account: '123456789012' },
    ]);
  });

  it('says what is missing, all of it', () => {
    const cases: [SignedRequest, string, string][] = [
      [request(undefined), 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
      [
        request(header('k'), QUERY),
        'InvalidSignatureException',
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
      ],
      [
        request('AWS4-HMAC-SHA256 Signature=abc', '', false),
        'IncompleteSignatureException',
        "Authorization header requires 'Credential' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Signature=abc",
      ],
      [
        request(undefined, 'X-Amz-Algorithm=a&X-Amz-Date=d&X-Amz-Credential=c'),
        'IncompleteSignatureException',
        "AWS query-string parameters must include 'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. Re-examine the query-string parameters.",
      ],
    ];
    for (const [signed, type, message] of cases) {
      assert.throws(() => readAuthorization(signed), { type, message });
    }
  });
});
