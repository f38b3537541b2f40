package topgun

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/url"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// A frame of the conversation may have 4 MiB and a little more, which is where gRPC stops by itself.
const largestMessage = 8 << 20

// Client is a connection with the generated stubs on it. It is safe for use from many goroutines; one is enough for a program.
type Client struct {
	// Maps reads, writes, queries and watches maps.
	Maps topgunv1.MapServiceClient
	// Resolvers registers the rules of maps.
	Resolvers topgunv1.ResolverServiceClient
	// Sync is the conversation of replicas.
	Sync topgunv1.SyncServiceClient

	connection *grpc.ClientConn
}

// Token gives the bearer token of a call; it is asked for each one, so it can renew what has expired.
type Token func(ctx context.Context) (string, error)

// FixedToken is always the same.
func FixedToken(token string) Token {
	return func(context.Context) (string, error) { return token, nil }
}

// Open makes a client of a server: "https://host:port" over TLS, "http://host:port" in cleartext, which is for loopback and trusted
// networks: the token travels with every call. It connects when it is first used, and again after a loss. Close releases it. Options come
// after those that are set here; grpc.WithTransportCredentials trusts certificates of one's own.
func Open(server string, token Token, options ...grpc.DialOption) (*Client, error) {
	address, err := url.Parse(server)
	if err != nil || address.Host == "" || (address.Scheme != "http" && address.Scheme != "https") {
		return nil, fmt.Errorf("topgun: %q is no address of a server, as https://host:port or http://host:port", server)
	}
	isSecure, target := address.Scheme == "https", address.Host
	if address.Port() == "" {
		target = fmt.Sprintf("%s:%d", address.Host, map[bool]int{false: 80, true: 443}[isSecure])
	}
	transport := grpc.WithInsecure() //nolint:staticcheck // what came after it is not in every version that this works with
	if isSecure {
		transport = grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}))
	}
	ours := []grpc.DialOption{
		transport,
		grpc.WithPerRPCCredentials(bearer{token, isSecure}),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(largestMessage)),
	}
	// The caller's come after ours, and so have the last word.
	connection, err := grpc.Dial(target, append(ours, options...)...)
	if err != nil {
		return nil, err
	}
	return &Client{
		Maps:       topgunv1.NewMapServiceClient(connection),
		Resolvers:  topgunv1.NewResolverServiceClient(connection),
		Sync:       topgunv1.NewSyncServiceClient(connection),
		connection: connection,
	}, nil
}

// Close ends the calls in flight and releases the connection.
func (client *Client) Close() error { return client.connection.Close() }

type bearer struct {
	token    Token
	isSecure bool
}

func (it bearer) GetRequestMetadata(ctx context.Context, _ ...string) (map[string]string, error) {
	token, err := it.token(ctx)
	if err != nil {
		return nil, err
	}
	return map[string]string{"authorization": "Bearer " + token}, nil
}

func (it bearer) RequireTransportSecurity() bool { return it.isSecure }
