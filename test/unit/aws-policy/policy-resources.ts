export const arn = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-2:123456789012:${resource}`;
export const kafka = arn('ec2', 'instance/i-0123456789abcdef0');
