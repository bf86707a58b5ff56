import { defineSecret, defineString } from "firebase-functions/params";

/**
 * What a deploy asks for and each function receives as environment variables, which `config.ts` reads. In the
 * emulators only the channels' secrets are declared, and read from `.secret.local`: the rest are plain variables
 * there, so that `npm start` can move every port.
 */
const deployed = process.env.FUNCTIONS_EMULATOR !== "true";

/** A secret, since it may hold a password. */
const redisUrl = deployed ? [defineSecret("REDIS_URL")] : [];

const webhookSources = defineSecret("WEBHOOK_SOURCES");
/** What it takes to reach out to channels. */
const channels = [...redisUrl, defineSecret("WHATSAPP_ACCESS_TOKEN"), webhookSources];

const mediaSigningKey = deployed ? [defineSecret("MEDIA_SIGNING_KEY")] : [];

/** What each kind of function may read. */
export const secrets = {
  api: [...channels, ...mediaSigningKey],
  triggers: redisUrl,
  channels,
  /** For what tells other systems of files. */
  delivery: [...channels, ...mediaSigningKey],
  outgoingWebhooks: [...redisUrl, ...mediaSigningKey],
  webhooks: [
    ...redisUrl,
    defineSecret("WHATSAPP_APP_SECRET"),
    defineSecret("WHATSAPP_VERIFY_TOKEN"),
    webhookSources,
  ],
};

if (deployed) {
  defineString("GATEWAY_URL", {
    label: "Where browsers reach the event gateway on Cloud Run",
    input: { text: { example: "https://events.chat.example", validationRegex: "^https://[^/]+$" } },
  });
  defineString("PUBLIC_URL", {
    label:
      "Where other systems reach /api/**, for links to files; empty: Hosting's https://<project>.web.app",
    default: "",
  });
  defineString("ALLOWED_ORIGINS", {
    label: "Origins that may call the REST API, separated by commas; the dashboard on Hosting needs none",
    default: "",
  });
  defineString("WHATSAPP_BUSINESS_ACCOUNT", {
    label: "The id of the WhatsApp Business Account, for its templates; empty: none are listed",
    default: "",
  });
  defineString("MEDIA_BUCKET", {
    label: "The bucket that keeps files; empty: the project's default one",
    default: "",
  });
  defineString("GRAPH_API_URL", {
    label: "Meta's Graph API, with its version",
    default: "https://graph.facebook.com/v23.0",
  });
}

/**
 * The way to a Redis in a VPC: VPC_NETWORK and VPC_SUBNET, from `.env.<project>`. Not a param: what a param says
 * is known too late to leave the interface out, where Redis is reached another way.
 */
export const network = process.env.VPC_NETWORK
  ? {
      vpcEgress: "PRIVATE_RANGES_ONLY" as const,
      networkInterface: {
        network: process.env.VPC_NETWORK,
        subnetwork: process.env.VPC_SUBNET || process.env.VPC_NETWORK,
      },
    }
  : {};
