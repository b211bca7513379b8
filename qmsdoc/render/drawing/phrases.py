"""What lines of a drawing do not part: a number and what it counts, a word in quotes, some words.

There is no dictionary of the language here: that would cost more than it is worth.
"""

from __future__ import annotations

import re

# A line more is better than a break inside one of these.
WHOLE = re.compile(
    r"每?[0-9]+(?:\.[0-9]+)?个?(?:工作日|自然日|分钟|小时|季度|年度|周岁|月份|秒钟|[秒日天周月年])"
    r"(?:[以之]?[内前后])?"
    r"|“[^“”]{1,4}”|‘[^‘’]{1,4}’|「[^「」]{1,4}」|《[^《》]{1,4}》"
)
# Words that steps, limits and records are made of; longer ones first.
_WORDS = """
    工作人员 法定代表人 联系方式 联系电话 就业服务 职业指导师 职业指导 职业介绍 求职登记 求职者
    投诉人 登记表 调查表 报告单 告知单 通知单 清单 台账 街道（乡镇） 负责人 责任人 介绍信 经办人
    人员 岗位 单位 招聘 求职 登记 审核 审查 核对 核实 核验 批准 编制 记录 报告 服务 投诉 办理
    材料 信息 证件 标识 质量 目标 措施 方案 计划 评价 评审 检查 抽查 确认 通知 公布 发布 发放
    更新 变更 修改 移交 归档 收回 文件 版本 科室 主任 会议 结论 要求 内容 范围 时间 时限 地点
    日期 期限 条件 流程 规程 制度 标准 条款 复核 印章 问题 原因 风险 机遇 事项 对象 窗口 渠道
    网络 系统 设备 设施 终端 页面 电话 数据 样本 问卷 意见 建议 意向 培训 考核 能力 资质 资料
    测评 测验 指导 介绍 联系 查询 咨询 受理 办结 完成 处理 处置 处分 分流 现场 目录 援助 就业
    失业 安全 保密 敏感 授权 供方 采购 合同 资源 纪律 约定 协商 说明 告知 公示 影响 程度 判断
    本人 进展 方法 简历 试行 或者 以及 不少于 不超过
"""
# What is better on one line, where that costs none: two characters behind a number, a known word.
BETTER = re.compile(
    r"[0-9]+(?:个(?=工作日)|(?![年月日])[\u4e00-\u9fff]{2})|工作日[内前后]?|分钟|小时|一次|"
    + "|".join(_WORDS.split())
)


def inside(pattern: re.Pattern[str], text: str) -> set[int]:
    """The places at which a line break would part what *pattern* finds."""
    return {
        place for found in pattern.finditer(text) for place in range(found.start() + 1, found.end())
    }
