import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import {
  ConfirmSubscriptionCommand,
  paginateListSubscriptions,
  paginateListSubscriptionsByTopic,
  paginateListTopics,
  type SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { z } from 'zod';
import { alarmMailText } from './alarm-mail';
import type { Answer, Call } from './aws-call';
import type { Interceptor } from './gateway';
import { type Mail, messageFile } from './mail';

/** Delivers what SNS topics send to e-mail subscribers, into files. */
export interface MailSink extends Interceptor {
  /** Mails so far, oldest first. */
  mails(): readonly Mail[];
  close(): Promise<void>;
}

export interface MailSinkOptions {
  /** One `.eml` file a mail and recipient. */
  readonly folder: string;
  readonly client: SNSClient;
  readonly report: (line: string) => void;
}

/** Message that SNS posts to an HTTP subscriber. */
const posted = z.discriminatedUnion('Type', [
  z.object({ Type: z.literal('SubscriptionConfirmation'), TopicArn: z.string(), Token: z.string() }),
  z.object({
    Type: z.literal('Notification'),
    TopicArn: z.string(),
    Subject: z.string().nullish(),
    Message: z.string(),
    Timestamp: z.string(),
  }),
  z.object({ Type: z.literal('UnsubscribeConfirmation'), TopicArn: z.string() }),
]);

const PATH = '/_local-cloud/mail';
const DEFAULT_SUBJECT = 'AWS Notification Message';
/** The emulator gives what EventBridge publishes a subject, AWS none. */
const SUBJECT_OF_EVENTS = 'EventBridge Notification';

/** Text with SNS's footer of every mail; the link leads nowhere here. */
function withFooter(text: string, to: string, topicArn: string): string {
  const region = topicArn.split(':')[3];
  return `${text}

--
If you wish to stop receiving notifications from this topic, please click or visit the link below to unsubscribe:
https://sns.${region}.amazonaws.com/unsubscribe.html?SubscriptionArn=${topicArn}:local&Endpoint=${encodeURIComponent(to)}

Please do not reply directly to this email. If you have any questions or comments regarding this email, please contact us at https://aws.amazon.com/support`;
}

/**
 * The emulator only logs e-mail. So the local cloud subscribes itself, by HTTP, to each topic before its CreateTopic
 * call is answered, and to those that exist already, and writes a mail for each of the topic's e-mail subscribers.
 * Those count as confirmed at once, unlike on AWS; the mail that asks for it is written all the same.
 */
export async function startMailSink({ folder, client, report }: MailSinkOptions): Promise<MailSink> {
  await mkdir(folder, { recursive: true });
  const mails: Mail[] = [];

  const write = async (mail: Mail): Promise<void> => {
    mails.push(mail);
    await writeFile(join(folder, `${String(mails.length).padStart(4, '0')}.eml`), messageFile(mail));
  };
  const receive = async (body: string): Promise<void> => {
    const message = posted.parse(JSON.parse(body));
    if (message.Type === 'SubscriptionConfirmation') {
      await client.send(new ConfirmSubscriptionCommand({ TopicArn: message.TopicArn, Token: message.Token }));
    } else if (message.Type === 'Notification') {
      const { Subject, Message, Timestamp, TopicArn } = message;
      for (const to of await mailAddresses(client, TopicArn)) {
        await write({
          to,
          subject: Subject && Subject !== SUBJECT_OF_EVENTS ? Subject : DEFAULT_SUBJECT,
          date: new Date(Timestamp),
          topicArn: TopicArn,
          body: withFooter(alarmMailText(Message) ?? Message, to, TopicArn),
        });
      }
    }
  };

  const server = createServer((request, response) => {
    readText(request)
      .then(receive)
      .then(() => response.end())
      .catch((error: unknown) => {
        report(`Mail: ${error instanceof Error ? error.message : String(error)}`);
        response.writeHead(500).end();
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail sink has no port.');
  const endpoint = `http://127.0.0.1:${address.port}${PATH}`;
  const subscribe = (TopicArn: string) =>
    client.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: endpoint }));

  await removeSubscriptionsOfEarlierRuns(client);
  for await (const page of paginateListTopics({ client }, {})) {
    for (const { TopicArn } of page.Topics ?? []) if (TopicArn !== undefined) await subscribe(TopicArn);
  }

  return {
    wants: (head) => head.service === 'sns' && (head.operation === 'CreateTopic' || head.operation === 'Subscribe'),
    answer: async (call, forward) => {
      const answer = await forward();
      if (answer.status !== 200) return answer;
      if (call.operation === 'CreateTopic') {
        const topicArn = topicArnIn(answer);
        if (topicArn !== undefined) await subscribe(topicArn);
      } else {
        const confirmation = confirmationMail(call);
        if (confirmation !== undefined) await write(confirmation);
      }
      return answer;
    },
    mails: () => mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function mailAddresses(client: SNSClient, topicArn: string): Promise<readonly string[]> {
  const addresses: string[] = [];
  for await (const page of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
    for (const { Protocol, Endpoint } of page.Subscriptions ?? []) {
      if (Endpoint !== undefined && (Protocol === 'email' || Protocol === 'email-json')) addresses.push(Endpoint);
    }
  }
  return addresses;
}

async function removeSubscriptionsOfEarlierRuns(client: SNSClient): Promise<void> {
  for await (const page of paginateListSubscriptions({ client }, {})) {
    for (const { SubscriptionArn, Endpoint } of page.Subscriptions ?? []) {
      if (Endpoint?.endsWith(PATH)) await client.send(new UnsubscribeCommand({ SubscriptionArn }));
    }
  }
}

function topicArnIn(answer: Answer): string | undefined {
  return /<TopicArn>([^<]+)<\/TopicArn>/.exec(answer.body.toString('utf8'))?.[1];
}

/** Undefined for subscriptions that are no e-mail. */
function confirmationMail(call: Call): Mail | undefined {
  const form = new URLSearchParams(call.body.toString('utf8'));
  const [to, topicArn] = [form.get('Endpoint'), form.get('TopicArn')];
  if (to === null || topicArn === null || !(form.get('Protocol') ?? '').startsWith('email')) return undefined;
  return {
    to,
    subject: 'AWS Notification - Subscription Confirmation',
    date: new Date(),
    topicArn,
    body:
      `You have chosen to subscribe to the topic:\n${topicArn}\n\n` +
      'On AWS this mail holds a link to confirm with; the local cloud has confirmed already.',
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
