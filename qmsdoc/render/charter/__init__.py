"""The service charter (服务承诺书): what the public is promised, from the procedures themselves."""
