// Opens the connections named on standard input as JSON, all at once, and prints for each whether an answer came.
import dgram from 'node:dgram';
import net from 'node:net';

const patience = 500;
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const wanted = JSON.parse(Buffer.concat(chunks).toString());

function overTcp({ source, destination, port, clientPort }) {
  return new Promise((done) => {
    const socket = net.connect({ host: destination, port, localAddress: source, localPort: clientPort });
    const end = (answer) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(patience, () => end('no'));
    socket.on('data', () => end('yes'));
    socket.on('error', (error) => end(error.code === 'ECONNREFUSED' ? 'refused' : `error ${error.code}`));
  });
}

function overUdp({ source, destination, port, clientPort }) {
  return new Promise((done) => {
    const socket = dgram.createSocket(source.includes(':') ? 'udp6' : 'udp4');
    const end = (answer) => {
      clearTimeout(timer);
      socket.close();
      done(answer);
    };
    const timer = setTimeout(() => end('no'), patience);
    socket.on('message', () => end('yes'));
    socket.on('error', (error) => end(`error ${error.code}`));
    socket.bind(clientPort, source, () => socket.send('question', port, destination));
  });
}

const answers = await Promise.all(
  wanted.map((each) => (each.protocol === 6 ? overTcp(each) : overUdp(each))),
);
process.stdout.write(JSON.stringify(answers));
