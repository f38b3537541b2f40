package dev.topgun.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
 * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
 * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
 * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
 * </pre>
 */
@javax.annotation.Generated(
    value = "by gRPC proto compiler",
    comments = "Source: topgun/v1/resolver.proto")
@io.grpc.stub.annotations.GrpcGenerated
public final class ResolverServiceGrpc {

  private ResolverServiceGrpc() {}

  public static final String SERVICE_NAME = "topgun.v1.ResolverService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.RegisterResolverRequest,
      dev.topgun.v1.RegisterResolverResponse> getRegisterResolverMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RegisterResolver",
      requestType = dev.topgun.v1.RegisterResolverRequest.class,
      responseType = dev.topgun.v1.RegisterResolverResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.RegisterResolverRequest,
      dev.topgun.v1.RegisterResolverResponse> getRegisterResolverMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.RegisterResolverRequest, dev.topgun.v1.RegisterResolverResponse> getRegisterResolverMethod;
    if ((getRegisterResolverMethod = ResolverServiceGrpc.getRegisterResolverMethod) == null) {
      synchronized (ResolverServiceGrpc.class) {
        if ((getRegisterResolverMethod = ResolverServiceGrpc.getRegisterResolverMethod) == null) {
          ResolverServiceGrpc.getRegisterResolverMethod = getRegisterResolverMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.RegisterResolverRequest, dev.topgun.v1.RegisterResolverResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RegisterResolver"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RegisterResolverRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.RegisterResolverResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ResolverServiceMethodDescriptorSupplier("RegisterResolver"))
              .build();
        }
      }
    }
    return getRegisterResolverMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.UnregisterResolverRequest,
      dev.topgun.v1.UnregisterResolverResponse> getUnregisterResolverMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UnregisterResolver",
      requestType = dev.topgun.v1.UnregisterResolverRequest.class,
      responseType = dev.topgun.v1.UnregisterResolverResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.UnregisterResolverRequest,
      dev.topgun.v1.UnregisterResolverResponse> getUnregisterResolverMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.UnregisterResolverRequest, dev.topgun.v1.UnregisterResolverResponse> getUnregisterResolverMethod;
    if ((getUnregisterResolverMethod = ResolverServiceGrpc.getUnregisterResolverMethod) == null) {
      synchronized (ResolverServiceGrpc.class) {
        if ((getUnregisterResolverMethod = ResolverServiceGrpc.getUnregisterResolverMethod) == null) {
          ResolverServiceGrpc.getUnregisterResolverMethod = getUnregisterResolverMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.UnregisterResolverRequest, dev.topgun.v1.UnregisterResolverResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UnregisterResolver"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.UnregisterResolverRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.UnregisterResolverResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ResolverServiceMethodDescriptorSupplier("UnregisterResolver"))
              .build();
        }
      }
    }
    return getUnregisterResolverMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.ListResolversRequest,
      dev.topgun.v1.ListResolversResponse> getListResolversMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListResolvers",
      requestType = dev.topgun.v1.ListResolversRequest.class,
      responseType = dev.topgun.v1.ListResolversResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.ListResolversRequest,
      dev.topgun.v1.ListResolversResponse> getListResolversMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.ListResolversRequest, dev.topgun.v1.ListResolversResponse> getListResolversMethod;
    if ((getListResolversMethod = ResolverServiceGrpc.getListResolversMethod) == null) {
      synchronized (ResolverServiceGrpc.class) {
        if ((getListResolversMethod = ResolverServiceGrpc.getListResolversMethod) == null) {
          ResolverServiceGrpc.getListResolversMethod = getListResolversMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.ListResolversRequest, dev.topgun.v1.ListResolversResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListResolvers"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.ListResolversRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.ListResolversResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ResolverServiceMethodDescriptorSupplier("ListResolvers"))
              .build();
        }
      }
    }
    return getListResolversMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.DryRunResolverRequest,
      dev.topgun.v1.DryRunResolverResponse> getDryRunResolverMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DryRunResolver",
      requestType = dev.topgun.v1.DryRunResolverRequest.class,
      responseType = dev.topgun.v1.DryRunResolverResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.DryRunResolverRequest,
      dev.topgun.v1.DryRunResolverResponse> getDryRunResolverMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.DryRunResolverRequest, dev.topgun.v1.DryRunResolverResponse> getDryRunResolverMethod;
    if ((getDryRunResolverMethod = ResolverServiceGrpc.getDryRunResolverMethod) == null) {
      synchronized (ResolverServiceGrpc.class) {
        if ((getDryRunResolverMethod = ResolverServiceGrpc.getDryRunResolverMethod) == null) {
          ResolverServiceGrpc.getDryRunResolverMethod = getDryRunResolverMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.DryRunResolverRequest, dev.topgun.v1.DryRunResolverResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DryRunResolver"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.DryRunResolverRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.DryRunResolverResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ResolverServiceMethodDescriptorSupplier("DryRunResolver"))
              .build();
        }
      }
    }
    return getDryRunResolverMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.topgun.v1.WatchRejectionsRequest,
      dev.topgun.v1.WatchRejectionsResponse> getWatchRejectionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WatchRejections",
      requestType = dev.topgun.v1.WatchRejectionsRequest.class,
      responseType = dev.topgun.v1.WatchRejectionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.topgun.v1.WatchRejectionsRequest,
      dev.topgun.v1.WatchRejectionsResponse> getWatchRejectionsMethod() {
    io.grpc.MethodDescriptor<dev.topgun.v1.WatchRejectionsRequest, dev.topgun.v1.WatchRejectionsResponse> getWatchRejectionsMethod;
    if ((getWatchRejectionsMethod = ResolverServiceGrpc.getWatchRejectionsMethod) == null) {
      synchronized (ResolverServiceGrpc.class) {
        if ((getWatchRejectionsMethod = ResolverServiceGrpc.getWatchRejectionsMethod) == null) {
          ResolverServiceGrpc.getWatchRejectionsMethod = getWatchRejectionsMethod =
              io.grpc.MethodDescriptor.<dev.topgun.v1.WatchRejectionsRequest, dev.topgun.v1.WatchRejectionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WatchRejections"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.WatchRejectionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.topgun.v1.WatchRejectionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ResolverServiceMethodDescriptorSupplier("WatchRejections"))
              .build();
        }
      }
    }
    return getWatchRejectionsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ResolverServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ResolverServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ResolverServiceStub>() {
        @java.lang.Override
        public ResolverServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ResolverServiceStub(channel, callOptions);
        }
      };
    return ResolverServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ResolverServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ResolverServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ResolverServiceBlockingStub>() {
        @java.lang.Override
        public ResolverServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ResolverServiceBlockingStub(channel, callOptions);
        }
      };
    return ResolverServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ResolverServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ResolverServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ResolverServiceFutureStub>() {
        @java.lang.Override
        public ResolverServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ResolverServiceFutureStub(channel, callOptions);
        }
      };
    return ResolverServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
   * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
   * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
   * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
   * </pre>
   */
  public static abstract class ResolverServiceImplBase implements io.grpc.BindableService {

    /**
     * <pre>
     * Gives a map a resolver, or joins those who registered the same one. It is in force, and stored with the map, when the answer
     * comes: every write that the server takes from then on is judged by it. Needs READ and RESOLVE.
     * </pre>
     */
    public void registerResolver(dev.topgun.v1.RegisterResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RegisterResolverResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRegisterResolverMethod(), responseObserver);
    }

    /**
     * <pre>
     * Gives up the caller's claim to a resolver; with the last claim the resolver goes. A caller with ADMIN ends all claims.
     * </pre>
     */
    public void unregisterResolver(dev.topgun.v1.UnregisterResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.UnregisterResolverResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUnregisterResolverMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists resolvers, the server's own too, in the order of map and name, in pages. Needs READ; maps that the caller may not read
     * are left out.
     * </pre>
     */
    public void listResolvers(dev.topgun.v1.ListResolversRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.ListResolversResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListResolversMethod(), responseObserver);
    }

    /**
     * <pre>
     * Says what would become of a write now, without writing anything. Needs READ and RESOLVE.
     * </pre>
     */
    public void dryRunResolver(dev.topgun.v1.DryRunResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.DryRunResolverResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDryRunResolverMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells of ops of the caller that resolvers refuse, whatever device sent them in its conversation, from now on until the caller ends the
     * call. Refused writes of MapService are not told: whoever made such a call has the refusal as its status. Nothing is kept for callers that are
     * away: the results of the ops are. A caller too slow to follow is told by RESOURCE_EXHAUSTED.
     * </pre>
     */
    public void watchRejections(dev.topgun.v1.WatchRejectionsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.WatchRejectionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getWatchRejectionsMethod(), responseObserver);
    }

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
          .addMethod(
            getRegisterResolverMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.RegisterResolverRequest,
                dev.topgun.v1.RegisterResolverResponse>(
                  this, METHODID_REGISTER_RESOLVER)))
          .addMethod(
            getUnregisterResolverMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.UnregisterResolverRequest,
                dev.topgun.v1.UnregisterResolverResponse>(
                  this, METHODID_UNREGISTER_RESOLVER)))
          .addMethod(
            getListResolversMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.ListResolversRequest,
                dev.topgun.v1.ListResolversResponse>(
                  this, METHODID_LIST_RESOLVERS)))
          .addMethod(
            getDryRunResolverMethod(),
            io.grpc.stub.ServerCalls.asyncUnaryCall(
              new MethodHandlers<
                dev.topgun.v1.DryRunResolverRequest,
                dev.topgun.v1.DryRunResolverResponse>(
                  this, METHODID_DRY_RUN_RESOLVER)))
          .addMethod(
            getWatchRejectionsMethod(),
            io.grpc.stub.ServerCalls.asyncServerStreamingCall(
              new MethodHandlers<
                dev.topgun.v1.WatchRejectionsRequest,
                dev.topgun.v1.WatchRejectionsResponse>(
                  this, METHODID_WATCH_REJECTIONS)))
          .build();
    }
  }

  /**
   * <pre>
   * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
   * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
   * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
   * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
   * </pre>
   */
  public static final class ResolverServiceStub extends io.grpc.stub.AbstractAsyncStub<ResolverServiceStub> {
    private ResolverServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ResolverServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ResolverServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives a map a resolver, or joins those who registered the same one. It is in force, and stored with the map, when the answer
     * comes: every write that the server takes from then on is judged by it. Needs READ and RESOLVE.
     * </pre>
     */
    public void registerResolver(dev.topgun.v1.RegisterResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.RegisterResolverResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRegisterResolverMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Gives up the caller's claim to a resolver; with the last claim the resolver goes. A caller with ADMIN ends all claims.
     * </pre>
     */
    public void unregisterResolver(dev.topgun.v1.UnregisterResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.UnregisterResolverResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUnregisterResolverMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists resolvers, the server's own too, in the order of map and name, in pages. Needs READ; maps that the caller may not read
     * are left out.
     * </pre>
     */
    public void listResolvers(dev.topgun.v1.ListResolversRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.ListResolversResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListResolversMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Says what would become of a write now, without writing anything. Needs READ and RESOLVE.
     * </pre>
     */
    public void dryRunResolver(dev.topgun.v1.DryRunResolverRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.DryRunResolverResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDryRunResolverMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells of ops of the caller that resolvers refuse, whatever device sent them in its conversation, from now on until the caller ends the
     * call. Refused writes of MapService are not told: whoever made such a call has the refusal as its status. Nothing is kept for callers that are
     * away: the results of the ops are. A caller too slow to follow is told by RESOURCE_EXHAUSTED.
     * </pre>
     */
    public void watchRejections(dev.topgun.v1.WatchRejectionsRequest request,
        io.grpc.stub.StreamObserver<dev.topgun.v1.WatchRejectionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getWatchRejectionsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * <pre>
   * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
   * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
   * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
   * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
   * </pre>
   */
  public static final class ResolverServiceBlockingStub extends io.grpc.stub.AbstractBlockingStub<ResolverServiceBlockingStub> {
    private ResolverServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ResolverServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ResolverServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives a map a resolver, or joins those who registered the same one. It is in force, and stored with the map, when the answer
     * comes: every write that the server takes from then on is judged by it. Needs READ and RESOLVE.
     * </pre>
     */
    public dev.topgun.v1.RegisterResolverResponse registerResolver(dev.topgun.v1.RegisterResolverRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRegisterResolverMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Gives up the caller's claim to a resolver; with the last claim the resolver goes. A caller with ADMIN ends all claims.
     * </pre>
     */
    public dev.topgun.v1.UnregisterResolverResponse unregisterResolver(dev.topgun.v1.UnregisterResolverRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUnregisterResolverMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists resolvers, the server's own too, in the order of map and name, in pages. Needs READ; maps that the caller may not read
     * are left out.
     * </pre>
     */
    public dev.topgun.v1.ListResolversResponse listResolvers(dev.topgun.v1.ListResolversRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListResolversMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Says what would become of a write now, without writing anything. Needs READ and RESOLVE.
     * </pre>
     */
    public dev.topgun.v1.DryRunResolverResponse dryRunResolver(dev.topgun.v1.DryRunResolverRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDryRunResolverMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells of ops of the caller that resolvers refuse, whatever device sent them in its conversation, from now on until the caller ends the
     * call. Refused writes of MapService are not told: whoever made such a call has the refusal as its status. Nothing is kept for callers that are
     * away: the results of the ops are. A caller too slow to follow is told by RESOURCE_EXHAUSTED.
     * </pre>
     */
    public java.util.Iterator<dev.topgun.v1.WatchRejectionsResponse> watchRejections(
        dev.topgun.v1.WatchRejectionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getWatchRejectionsMethod(), getCallOptions(), request);
    }
  }

  /**
   * <pre>
   * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
   * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
   * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
   * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
   * </pre>
   */
  public static final class ResolverServiceFutureStub extends io.grpc.stub.AbstractFutureStub<ResolverServiceFutureStub> {
    private ResolverServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ResolverServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ResolverServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives a map a resolver, or joins those who registered the same one. It is in force, and stored with the map, when the answer
     * comes: every write that the server takes from then on is judged by it. Needs READ and RESOLVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.RegisterResolverResponse> registerResolver(
        dev.topgun.v1.RegisterResolverRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRegisterResolverMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Gives up the caller's claim to a resolver; with the last claim the resolver goes. A caller with ADMIN ends all claims.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.UnregisterResolverResponse> unregisterResolver(
        dev.topgun.v1.UnregisterResolverRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUnregisterResolverMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists resolvers, the server's own too, in the order of map and name, in pages. Needs READ; maps that the caller may not read
     * are left out.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.ListResolversResponse> listResolvers(
        dev.topgun.v1.ListResolversRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListResolversMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Says what would become of a write now, without writing anything. Needs READ and RESOLVE.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.topgun.v1.DryRunResolverResponse> dryRunResolver(
        dev.topgun.v1.DryRunResolverRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDryRunResolverMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_REGISTER_RESOLVER = 0;
  private static final int METHODID_UNREGISTER_RESOLVER = 1;
  private static final int METHODID_LIST_RESOLVERS = 2;
  private static final int METHODID_DRY_RUN_RESOLVER = 3;
  private static final int METHODID_WATCH_REJECTIONS = 4;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final ResolverServiceImplBase serviceImpl;
    private final int methodId;

    MethodHandlers(ResolverServiceImplBase serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_REGISTER_RESOLVER:
          serviceImpl.registerResolver((dev.topgun.v1.RegisterResolverRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.RegisterResolverResponse>) responseObserver);
          break;
        case METHODID_UNREGISTER_RESOLVER:
          serviceImpl.unregisterResolver((dev.topgun.v1.UnregisterResolverRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.UnregisterResolverResponse>) responseObserver);
          break;
        case METHODID_LIST_RESOLVERS:
          serviceImpl.listResolvers((dev.topgun.v1.ListResolversRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.ListResolversResponse>) responseObserver);
          break;
        case METHODID_DRY_RUN_RESOLVER:
          serviceImpl.dryRunResolver((dev.topgun.v1.DryRunResolverRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.DryRunResolverResponse>) responseObserver);
          break;
        case METHODID_WATCH_REJECTIONS:
          serviceImpl.watchRejections((dev.topgun.v1.WatchRejectionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.topgun.v1.WatchRejectionsResponse>) responseObserver);
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
        default:
          throw new AssertionError();
      }
    }
  }

  private static abstract class ResolverServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ResolverServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.topgun.v1.Resolver.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ResolverService");
    }
  }

  private static final class ResolverServiceFileDescriptorSupplier
      extends ResolverServiceBaseDescriptorSupplier {
    ResolverServiceFileDescriptorSupplier() {}
  }

  private static final class ResolverServiceMethodDescriptorSupplier
      extends ResolverServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final String methodName;

    ResolverServiceMethodDescriptorSupplier(String methodName) {
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
      synchronized (ResolverServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ResolverServiceFileDescriptorSupplier())
              .addMethod(getRegisterResolverMethod())
              .addMethod(getUnregisterResolverMethod())
              .addMethod(getListResolversMethod())
              .addMethod(getDryRunResolverMethod())
              .addMethod(getWatchRejectionsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
