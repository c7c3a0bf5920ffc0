/** With its names: of a module of CommonJS, `import()` in the bundle gives a default alone. */
export { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';
