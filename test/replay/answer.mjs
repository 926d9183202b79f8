// Answers TCP and UDP on the addresses and ports named on the command line; says `ready` when it listens. UDP is bound to
// each address, since an answer from another address than the one asked is none.
import dgram from 'node:dgram';
import net from 'node:net';

const [addresses = [], ports = []] = process.argv.slice(2).map((list) => list.split(','));
const places = addresses.flatMap((address) => ports.map((port) => ({ address, port: Number(port) })));
const listening = places.flatMap(({ address, port }) => [
  new Promise((done) => {
    const server = net.createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end('answer');
    });
    server.listen(port, address, () => done(undefined));
  }),
  new Promise((done) => {
    const server = dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4');
    server.on('message', (_, from) => server.send('answer', from.port, from.address));
    server.bind(port, address, () => done(undefined));
  }),
]);
await Promise.all(listening);
process.stdout.write('ready\n');
