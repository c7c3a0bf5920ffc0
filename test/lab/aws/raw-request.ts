import { type AwsLab, awsRegion } from './aws-lab.js';

export interface RawAnswer {
  readonly status: number;
  /** As it came: XML or JSON. */
  readonly text: string;
}

/** Calls an action of a service that takes forms and answers in XML, such as EC2 or CloudFormation, without any SDK. */
export function awsQuery(
  lab: AwsLab,
  service: string,
  action: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const body = new URLSearchParams({ Action: action, Version: versions[service] ?? '', ...parameters });
  return send(
    lab,
    service,
    { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    `${body}`,
  );
}

/** Calls an action of a service that takes JSON: `ssm`, `AmazonSSM.GetParameters`. */
export function awsJson(
  lab: AwsLab,
  service: string,
  target: string,
  parameters: object = {},
): Promise<RawAnswer> {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  return send(lab, service, headers, JSON.stringify(parameters));
}

const versions: Readonly<Record<string, string>> = {
  cloudformation: '2010-05-15',
  ec2: '2016-11-15',
  sts: '2011-06-15',
};

// The lab reads who signed for what, and doesn't check the signature.
async function send(
  lab: AwsLab,
  service: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<RawAnswer> {
  const scope = `${lab.env['AWS_ACCESS_KEY_ID']}/20260101/${awsRegion}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const answer = await fetch(lab.endpoint, { method: 'POST', headers: { ...headers, authorization }, body });
  return { status: answer.status, text: await answer.text() };
}
