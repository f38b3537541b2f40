package dev.topgun.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * The sync conversation between a replica and the server.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: topgun/v1/sync.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class SyncServiceGrpc {

  private SyncServiceGrpc() {}

  public static final String SERVICE_NAME = "topgun.v1.SyncService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.SyncRequest,
      dev.topgun.v1.SyncResponse> getSyncMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "Sync",
      requestType = dev.topgun.v1.SyncRequest.class,
      responseType = dev.topgun.v1.SyncResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.SyncRequest,
      dev.topgun.v1.SyncResponse> getSyncMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.SyncRequest, dev.topgun.v1.SyncResponse> getSyncMethod;
    if ((getSyncMethod = SyncServiceGrpc.getSyncMethod) == null) {
      synchronized (SyncServiceGrpc.class) {
        if ((getSyncMethod = SyncServiceGrpc.getSyncMethod) == null) {
          SyncServiceGrpc.getSyncMethod = getSyncMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.SyncRequest, dev.topgun.v1.SyncResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "Sync"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.SyncRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.SyncResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SyncServiceMethodDescriptorSupplier("Sync"))
              .build();
        }
      }
    }
    return getSyncMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.OpenSessionRequest,
      dev.topgun.v1.OpenSessionResponse> getOpenSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "OpenSession",
      requestType = dev.topgun.v1.OpenSessionRequest.class,
      responseType = dev.topgun.v1.OpenSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.OpenSessionRequest,
      dev.topgun.v1.OpenSessionResponse> getOpenSessionMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.OpenSessionRequest, dev.topgun.v1.OpenSessionResponse> getOpenSessionMethod;
    if ((getOpenSessionMethod = SyncServiceGrpc.getOpenSessionMethod) == null) {
      synchronized (SyncServiceGrpc.class) {
        if ((getOpenSessionMethod = SyncServiceGrpc.getOpenSessionMethod) == null) {
          SyncServiceGrpc.getOpenSessionMethod = getOpenSessionMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.OpenSessionRequest, dev.topgun.v1.OpenSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "OpenSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.OpenSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.OpenSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SyncServiceMethodDescriptorSupplier("OpenSession"))
              .build();
        }
      }
    }
    return getOpenSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.SendFramesRequest,
      dev.topgun.v1.SendFramesResponse> getSendFramesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SendFrames",
      requestType = dev.topgun.v1.SendFramesRequest.class,
      responseType = dev.topgun.v1.SendFramesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.SendFramesRequest,
      dev.topgun.v1.SendFramesResponse> getSendFramesMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.SendFramesRequest, dev.topgun.v1.SendFramesResponse> getSendFramesMethod;
    if ((getSendFramesMethod = SyncServiceGrpc.getSendFramesMethod) == null) {
      synchronized (SyncServiceGrpc.class) {
        if ((getSendFramesMethod = SyncServiceGrpc.getSendFramesMethod) == null) {
          SyncServiceGrpc.getSendFramesMethod = getSendFramesMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.SendFramesRequest, dev.topgun.v1.SendFramesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SendFrames"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.SendFramesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.SendFramesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SyncServiceMethodDescriptorSupplier("SendFrames"))
              .build();
        }
      }
    }
    return getSendFramesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SyncServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SyncServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SyncServiceStub>() {
        @java.lang.Override
        public SyncServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SyncServiceStub(channel, callOptions);
        }
      };
    return SyncServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SyncServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SyncServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SyncServiceBlockingStub>() {
        @java.lang.Override
        public SyncServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SyncServiceBlockingStub(channel, callOptions);
        }
      };
    return SyncServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SyncServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SyncServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SyncServiceFutureStub>() {
        @java.lang.Override
        public SyncServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SyncServiceFutureStub(channel, callOptions);
        }
      };
    return SyncServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * The sync conversation between a replica and the server.
   * </pre>
   */
  public static abstract class SyncServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * One conversation. The bearer token stands in the call's metadata under "authorization".
     * The client sends Hello first and waits for Welcome or Error. Then each side sends frames as it likes; within the stream
     * their order is kept. The result of an op precedes every page whose state includes the op. The stream ends when the client
     * ends its side, when the token has expired, or after an Error frame; status OK follows a normal end, UNAUTHENTICATED,
     * PERMISSION_DENIED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNAVAILABLE or INTERNAL an Error frame.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.topgun.v1.SyncRequest> sync(
        io.grpc.stub.StreamObserver<dev.topgun.v1.SyncResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getSyncMethod(), responseObserver);
    }

    /**
     * <pre>
     * The server's half of the same conversation, for ways that pass no bidirectional stream: begins a session, or goes on with one.
     * The first response names the session's token; frames of the client go by SendFrames. The bearer token stands in the metadata of
     * each call, and its subject must be the one that began the session. A later call for the same session ends this one with status OK.
     * After an Error frame the status is as in Sync; it is told again to calls of the next seconds. A session of which the server knows nothing, or
     * no longer, gives NOT_FOUND with ERROR_CODE_SESSION_UNKNOWN: the client begins a new conversation.
     * </pre>
     */
    public void openSession(dev.topgun.v1.OpenSessionRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.OpenSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getOpenSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * The client's half. Frames are numbered 1, 2, 3 over all calls of the session; those that have arrived before are passed over, and a
     * call whose numbers lie beyond the next waits up to 5 seconds for those before it, then the session ends with UNAVAILABLE. Status OK means that
     * the frames have arrived, not that they were looked at: what is wrong with them is told by an Error frame.
     * </pre>
     */
    public void sendFrames(dev.topgun.v1.SendFramesRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.SendFramesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSendFramesMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getSyncMethod(),
            io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
              new MethodHandlers<
                dev.topgun.v1.SyncRequest,
                dev.topgun.v1.SyncResponse>(
                  this, METHODID_SYNC)))
          .addMethod(
            getOpenSessionMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                dev.topgun.v1.OpenSessionRequest,
                dev.topgun.v1.OpenSessionResponse>(
                  this, METHODID_OPEN_SESSION)))
          .addMethod(
            getSendFramesMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.SendFramesRequest,
                dev.topgun.v1.SendFramesResponse>(
                  this, METHODID_SEND_FRAMES)))
          .build();
    }
  }

  /**
   * <pre>
   * The sync conversation between a replica and the server.
   * </pre>
   */
  public static final class SyncServiceStub extends io.grpc.stub.AbstractAsyncStub<SyncServiceStub> {
    private SyncServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SyncServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SyncServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * One conversation. The bearer token stands in the call's metadata under "authorization".
     * The client sends Hello first and waits for Welcome or Error. Then each side sends frames as it likes; within the stream
     * their order is kept. The result of an op precedes every page whose state includes the op. The stream ends when the client
     * ends its side, when the token has expired, or after an Error frame; status OK follows a normal end, UNAUTHENTICATED,
     * PERMISSION_DENIED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNAVAILABLE or INTERNAL an Error frame.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.topgun.v1.SyncRequest> sync(
        io.grpc.stub.StreamObserver<dev.topgun.v1.SyncResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getSyncMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * The server's half of the same conversation, for ways that pass no bidirectional stream: begins a session, or goes on with one.
     * The first response names the session's token; frames of the client go by SendFrames. The bearer token stands in the metadata of
     * each call, and its subject must be the one that began the session. A later call for the same session ends this one with status OK.
     * After an Error frame the status is as in Sync; it is told again to calls of the next seconds. A session of which the server knows nothing, or
     * no longer, gives NOT_FOUND with ERROR_CODE_SESSION_UNKNOWN: the client begins a new conversation.
     * </pre>
     */
    public void openSession(dev.topgun.v1.OpenSessionRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.OpenSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getOpenSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * The client's half. Frames are numbered 1, 2, 3 over all calls of the session; those that have arrived before are passed over, and a
     * call whose numbers lie beyond the next waits up to 5 seconds for those before it, then the session ends with UNAVAILABLE. Status OK means that
     * the frames have arrived, not that they were looked at: what is wrong with them is told by an Error frame.
     * </pre>
     */
    public void sendFrames(dev.topgun.v1.SendFramesRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.SendFramesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSendFramesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * The sync conversation between a replica and the server.
   * </pre>
   */
  public static final class SyncServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<SyncServiceBlockingStub> {
    private SyncServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SyncServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SyncServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * The server's half of the same conversation, for ways that pass no bidirectional stream: begins a session, or goes on with one.
     * The first response names the session's token; frames of the client go by SendFrames. The bearer token stands in the metadata of
     * each call, and its subject must be the one that began the session. A later call for the same session ends this one with status OK.
     * After an Error frame the status is as in Sync; it is told again to calls of the next seconds. A session of which the server knows nothing, or
     * no longer, gives NOT_FOUND with ERROR_CODE_SESSION_UNKNOWN: the client begins a new conversation.
     * </pre>
     */
    public java.util.Iterator<dev.topgun.v1.OpenSessionResponse> openSession(
        dev.topgun.v1.OpenSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getOpenSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * The client's half. Frames are numbered 1, 2, 3 over all calls of the session; those that have arrived before are passed over, and a
     * call whose numbers lie beyond the next waits up to 5 seconds for those before it, then the session ends with UNAVAILABLE. Status OK means that
     * the frames have arrived, not that they were looked at: what is wrong with them is told by an Error frame.
     * </pre>
     */
    public dev.topgun.v1.SendFramesResponse sendFrames(dev.topgun.v1.SendFramesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSendFramesMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * The sync conversation between a replica and the server.
   * </pre>
   */
  public static final class SyncServiceFutureStub extends io.grpc.stub.AbstractFutureStub<SyncServiceFutureStub> {
    private SyncServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SyncServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SyncServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * The client's half. Frames are numbered 1, 2, 3 over all calls of the session; those that have arrived before are passed over, and a
     * call whose numbers lie beyond the next waits up to 5 seconds for those before it, then the session ends with UNAVAILABLE. Status OK means that
     * the frames have arrived, not that they were looked at: what is wrong with them is told by an Error frame.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.SendFramesResponse> sendFrames(
        dev.topgun.v1.SendFramesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSendFramesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_OPEN_SESSION = 0;
  private static final int METHODID_SEND_FRAMES = 1;
  private static final int METHODID_SYNC = 2;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final SyncServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(SyncServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_OPEN_SESSION:
          serviceImpl.openSession((dev.topgun.v1.OpenSessionRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.OpenSessionResponse>) responseObserver);
          break;
        case METHODID_SEND_FRAMES:
          serviceImpl.sendFrames((dev.topgun.v1.SendFramesRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.SendFramesResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_SYNC:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.sync(
              (io.grpc.stub.StreamObserver<dev.topgun.v1.SyncResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class SyncServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SyncServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.topgun.v1.Sync.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SyncService");
    }
  }

  private static final class SyncServiceFileDescriptorSupplier
      extends SyncServiceBaseDescriptorSupplier {
    SyncServiceFileDescriptorSupplier() {}
  }

  private static final class SyncServiceMethodDescriptorSupplier
      extends SyncServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    SyncServiceMethodDescriptorSupplier(String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (SyncServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SyncServiceFileDescriptorSupplier())
              .addMethod(getSyncMethod())
              .addMethod(getOpenSessionMethod())
              .addMethod(getSendFramesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
