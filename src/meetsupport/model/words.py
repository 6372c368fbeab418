"""Words that fields of several record types share, each with its Chinese term."""

__all__ = [
    "ACCIDENTS",
    "BODIES",
    "COHORTS",
    "COURSES",
    "EVENTS",
    "GATES",
    "GRADES",
    "LANGUAGES",
    "MEANS",
    "PATHOGENS",
    "RANKS",
    "ROLES",
    "SKILLS",
    "SYMPTOMS",
    "TASKS",
    "TELLING",
    "THINGS",
]

PATHOGENS = {"sars-cov-2": "新型冠状病毒", "influenza": "流感", "norovirus": "诺如病毒"}
"""What protocols are against; also the kind of incident that is reported for it."""

ACCIDENTS = {
    "medical": "医疗",
    "fire": "火灾",
    "crowd": "拥挤",
    "power": "停电",
    "food": "食品安全",
    "breach": "闭环突破",
    **PATHOGENS,
}
"""What happens."""

BODIES = {
    "airport": "机场",
    "railway": "铁路",
    "police": "公安",
    "hotel": "酒店",
    "caterer": "餐饮",
    "carrier": "承运",
    "fire brigade": "消防",
    "hospital": "医院",
    "power supply": "供电",
    "government": "党政机关",
    "office": "办公室",
    "host": "接待单位",
    "venue": "会场",
    "school": "学校",
    "band": "军乐团",
    "printer": "印制",
}
"""What bodies can be needed as."""

COHORTS = {
    "staff": "工作人员",
    "participant": "参会人员",
    "risk": "高风险岗位人员",
    "occupational": "职业暴露人员",
    "food": "食品从业人员",
    "arrivals": "入境人员",
    "low-risk-county": "低风险县区来人",
    "high-risk-area": "高风险区来人",
    "inside": "闭环内人员",
    "periphery": "外围人员",
}
"""Whom requirements are for."""

COURSES = {"hospital": "住院", "dead": "死亡"}
"""What becomes of an illness, as far as it is counted."""

EVENTS = {
    "conference": "会议",
    "congress": "大会",
    "ceremony": "典礼",
    "reception": "接待",
    "commendation": "表彰会",
    "working meeting": "工作会议",
    "visit": "调研",
    "theme-day": "主题党日",
    "closed-loop": "闭环接待",
}
"""What is supported."""

GATES = {"before": "会前", "during": "会中", "after": "会后"}
"""When a task must be closed."""

GRADES = {"general": "一般", "large": "较大", "major": "重大", "extraordinary": "特别重大"}
"""How bad something is (generally used in China for accidents and public incidents)."""

LANGUAGES = {
    "Chinese": "汉语",
    "English": "英语",
    "French": "法语",
    "Russian": "俄语",
    "Spanish": "西班牙语",
    "Arabic": "阿拉伯语",
    "German": "德语",
    "Japanese": "日语",
    "Korean": "韩语",
}
"""What people speak."""

MEANS = {"air": "航空", "rail": "铁路", "road": "公路", "water": "水路"}
"""How people travel."""

RANKS = {"minister": "省部级", "bureau": "厅局级", "division": "县处级"}
"""The ranks of guests, the highest first."""

ROLES = {
    "secretariat": "秘书组",
    "hall": "会场组",
    "registration": "报到组",
    "reception": "接待组",
    "liaison": "联络组",
    "lodging": "住宿组",
    "catering": "餐饮组",
    "transport": "交通组",
    "security": "安保组",
    "medical": "医疗组",
    "health": "防疫组",
    "technical": "技术组",
    "decoration": "布置组",
    "supplies": "物资组",
    "property": "物业组",
    "finance": "财务组",
    "water and power": "水电组",
    "lifts": "电梯维保",
    "fire equipment": "消防维保",
}
"""Who does what: teams of meetings and their contractors, by what they are for."""

SKILLS = {"guide": "引导", "first aid": "急救", "driver": "驾驶", "interpreter": "翻译", **LANGUAGES}
"""What people can be posted as; a language is a skill."""

SYMPTOMS = {"fever": "发热", "cough": "咳嗽", "sore throat": "咽痛", "vomiting": "呕吐", "diarrhoea": "腹泻"}
"""What people report of themselves."""

TASKS = {
    "item": "事项",
    "order": "交办",
    "make": "制作",
    "round": "巡查",
    "inspection": "检查",
    "rehearsal": "彩排",
    "link": "环节",
    "sweep": "会前清查",
    "hold": "会中守护",
    "guide-out": "散会引导",
    "clear": "清场",
    "food sample": "留样",
    "report": "上报",
}
"""The kinds of task that something follows from."""

TELLING = {"telephone": "电话", "written": "书面"}
"""How an incident is reported."""

THINGS = {
    "mask": "口罩",
    "gel": "洗手液",
    "water": "饮用水",
    "cup": "茶杯",
    "board": "展板",
    "backdrop": "背景板",
    "banner": "横幅",
    "carpet": "地毯",
    "sign": "指示牌",
    "card": "桌签",
    "flowers": "鲜花",
    "gift": "礼品",
    "souvenir": "纪念品",
    "breakfast": "早餐",
    "tea": "茶水",
}
"""The kinds of supply."""
