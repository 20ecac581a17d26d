package main

import (
	"strings"

	"github.com/proxy-wasm/proxy-wasm-go-sdk/proxywasm"
	"github.com/proxy-wasm/proxy-wasm-go-sdk/proxywasm/types"
)

func main() {}

func init() {
	proxywasm.SetVMContext(&vm{})
}

type vm struct {
	types.DefaultVMContext
}

func (*vm) NewPluginContext(uint32) types.PluginContext {
	return &plugin{}
}

type plugin struct {
	types.DefaultPluginContext
	requests proxywasm.MetricCounter
	seen     int
}

func (p *plugin) OnPluginStart(int) types.OnPluginStartStatus {
	p.requests = proxywasm.DefineCounterMetric("bench_requests")
	return types.OnPluginStartStatusOK
}

func (p *plugin) NewHttpContext(uint32) types.HttpContext {
	return &stream{plugin: p}
}

type stream struct {
	types.DefaultHttpContext
	plugin *plugin
}

func (s *stream) OnHttpRequestHeaders(int, bool) types.Action {
	path, err := proxywasm.GetHttpRequestHeader(":path")
	if err == nil && strings.HasPrefix(path, "/x") {
		s.plugin.seen++
	}
	agent, err := proxywasm.GetHttpRequestHeader("user-agent")
	if err == nil {
		s.plugin.seen += len(agent)
	}
	if err := proxywasm.AddHttpRequestHeader("x-a", "b"); err != nil {
		proxywasm.LogErrorf("request header: %v", err)
	}
	s.plugin.requests.Increment(1)
	return types.ActionContinue
}

func (s *stream) OnHttpResponseHeaders(int, bool) types.Action {
	if err := proxywasm.AddHttpResponseHeader("x-b", "c"); err != nil {
		proxywasm.LogErrorf("response header: %v", err)
	}
	return types.ActionContinue
}
