#include "chirpstack/jsonfields.h"

#include "base/encoding.h"
#include "base/literals.h"

#include <QVarLengthArray>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace parking::chirpstack {

namespace {

/// The text between the quotes of a token without escapes; empty when it has some. The parser has
/// seen that it is UTF-8, without control characters, and closed.
std::optional<std::string_view> plainText(std::string_view token)
{
    if (std::memchr(token.data(), '\\', token.size()))
        return std::nullopt;
    return token.substr(1, token.rfind('"') - 1); // white space may follow the quote
}

/// ASCII in the form that the readers of numbers and times take; in place when it is short. What is
/// no ASCII is none of them.
class Wide {
public:
    explicit Wide(std::string_view ascii) : m_text(qsizetype(ascii.size()))
    {
        std::transform(ascii.begin(), ascii.end(), m_text.begin(),
                       [](char c) { return char16_t(quint8(c)); });
    }
    operator QStringView() const { return QStringView(m_text.data(), m_text.size()); }

private:
    QVarLengthArray<char16_t, 64> m_text;
};

/// The escapes of U+0000, which databases refuse, become those of U+FFFD. `json` has been read by a
/// parser, so that every backslash begins an escape.
bool replaceZeros(QByteArray &json)
{
    bool some = false;
    for (qsizetype at = json.indexOf('\\'); at >= 0; at = json.indexOf('\\', at + 2)) {
        if (QByteArrayView(json).sliced(at).startsWith("\\u0000")) {
            json.replace(at, 6, "\\ufffd");
            some = true;
        }
    }
    return some;
}

} // namespace

JsonField &JsonField::spare()
{
    m_isSpare = true;
    return *this;
}

// --- Values --------------------------------------------------------------------------------------

bool JsonField::isNull()
{
    Type type = Type::null;
    return taken(m_value.type().get(type)) && type == Type::null;
}

std::string_view JsonField::view()
{
    if (!is(Type::string, u"not a text"_s))
        return {};
    if (const auto plain = plainText(m_value.raw_json_token()))
        return *plain;
    std::string_view text;
    return taken(m_value.get_string().get(text)) ? text : std::string_view();
}

QString JsonField::text()
{
    const std::string_view view = this->view();
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

QString JsonField::label()
{
    const QString text = this->text();
    const QString fit = withoutZeros(text);
    if (fit.size() != text.size())
        m_problem.leftOut.add(path(), u"U+0000 in it");
    return fit;
}

bool JsonField::flag()
{
    bool value = false;
    return is(Type::boolean, u"not true or false"_s) && taken(m_value.get_bool().get(value))
        && value;
}

double JsonField::number()
{
    double value = 0;
    if (!is(Type::number, u"not a number"_s) || !taken(m_value.get_double().get(value)))
        return 0;
    return value;
}

qint64 JsonField::integer(qint64 low, qint64 high)
{
    const double value = number();
    if (value != std::floor(value) || value < double(low) || value > double(high)) {
        fail(u"not a whole number in %1..%2"_s.arg(low).arg(high));
        return 0;
    }
    return qint64(value);
}

QByteArray JsonField::bytes()
{
    const Result<QByteArray> bytes = fromBase64(Wide(view()));
    if (!bytes) {
        fail(u"not base64"_s);
        return {};
    }
    return *bytes;
}

domain::DevEui JsonField::eui()
{
    const Result<domain::DevEui> eui = domain::DevEui::parse(Wide(view()));
    if (!eui) {
        fail(u"not 16 hex digits"_s);
        return {};
    }
    return *eui;
}

std::optional<UtcTime> JsonField::time()
{
    const std::string_view text = view();
    if (text.empty())
        return std::nullopt;
    const std::optional<UtcTime> time = fromIso(Wide(text));
    if (!time)
        fail(u"not an RFC 3339 time"_s);
    return time;
}

std::optional<JsonText> JsonField::object()
{
    if (!is(Type::object, u"not an object"_s))
        return std::nullopt;
    simdjson::ondemand::object object;
    std::string_view text;
    bool some = false;
    // Passed over once to find its end, then looked into.
    if (!taken(m_value.get_object().get(object)) || !taken(object.raw_json().get(text))
        || !taken(object.reset().get(some)))
        return std::nullopt;
    const qsizetype size = qsizetype(text.rfind('}')) + 1; // white space may follow
    const auto skipAll = [](JsonField member) { member.skip(); };
    visitMembers(object, skipAll);
    QByteArray json(text.data(), size);
    if (replaceZeros(json))
        m_problem.leftOut.add(path(), u"U+0000 in it");
    return JsonText::checked(std::move(json));
}

QMap<QString, QString> JsonField::labels()
{
    QMap<QString, QString> labels;
    simdjson::ondemand::object object;
    if (!is(Type::object, u"not an object"_s) || !taken(m_value.get_object().get(object)))
        return labels;
    const auto take = [&](JsonField member) {
        Type type = Type::null;
        if (!taken(member.m_value.type().get(type)))
            return;
        if (type == Type::string) {
            const QString name =
                QString::fromUtf8(member.name().data(), qsizetype(member.name().size()));
            labels.insert(withoutZeros(name), member.label());
        } else {
            if (type != Type::null)
                m_problem.leftOut.add(member.path(), u"not a text");
            member.skip();
        }
    };
    visitMembers(object, take);
    return labels;
}

void JsonField::skip()
{
    check(m_value, depth());
}

// --- Problems ------------------------------------------------------------------------------------

/// True when the value is of this type and can be read. Anything else is passed over.
bool JsonField::is(Type type, const QString &otherwise)
{
    Type found = Type::null;
    if (!taken(m_value.type().get(found)))
        return false;
    if (found == type)
        return true;
    if (found != Type::null)
        fail(otherwise);
    skip();
    return false;
}

bool JsonField::begin(simdjson::ondemand::object &object)
{
    Type type = Type::null;
    if (!taken(m_value.type().get(type)))
        return false;
    if (type == Type::object)
        return taken(m_value.get_object().get(object));
    if (m_name.empty() && m_parent) // an element
        JsonField(*m_parent).fail(u"holds something else than objects"_s);
    else
        fail(type == Type::null ? u"missing"_s : u"not an object"_s);
    skip();
    return false;
}

bool JsonField::begin(simdjson::ondemand::array &array)
{
    return is(Type::array, u"not an array"_s) && taken(m_value.get_array().get(array));
}

bool JsonField::taken(simdjson::error_code code)
{
    if (code != simdjson::SUCCESS && m_problem.broken.isEmpty())
        m_problem.broken = QString::fromUtf8(simdjson::error_message(code));
    return code == simdjson::SUCCESS;
}

void JsonField::fail(const QString &what)
{
    if (m_isSpare)
        m_problem.leftOut.add(path(), what);
    else if (m_problem.field.isEmpty())
        m_problem.note(path(), what);
}

/// Passes over a value that nobody asks for. The parser on its own would only count brackets.
void JsonField::check(Value value, int depth)
{
    Type type = Type::null;
    if (!taken(value.type().get(type)))
        return;
    switch (type) {
    case Type::object:
    case Type::array:
        if (depth >= kMaxDepth) {
            m_problem.broken = u"nested deeper than %1"_s.arg(kMaxDepth);
            return;
        }
        return type == Type::object ? checkMembers(value, depth + 1)
                                    : checkElements(value, depth + 1);
    case Type::number: {
        double number;
        taken(value.get_double().get(number));
        return;
    }
    case Type::string: {
        std::string_view text;
        if (!plainText(value.raw_json_token()))
            taken(value.get_string().get(text));
        return;
    }
    case Type::boolean: {
        bool flag;
        taken(value.get_bool().get(flag));
        return;
    }
    default: {
        bool isNull;
        taken(value.is_null().get(isNull));
        return;
    }
    }
}

void JsonField::checkMembers(Value &value, int depth)
{
    simdjson::ondemand::object object;
    if (!taken(value.get_object().get(object)))
        return;
    for (simdjson::simdjson_result<simdjson::ondemand::field> member : object) {
        simdjson::ondemand::field field;
        std::string_view name;
        if (!taken(std::move(member).get(field)) || !taken(field.unescaped_key().get(name)))
            return;
        check(field.value(), depth);
        if (!m_problem.broken.isEmpty())
            return;
    }
}

void JsonField::checkElements(Value &value, int depth)
{
    simdjson::ondemand::array array;
    if (!taken(value.get_array().get(array)))
        return;
    for (simdjson::simdjson_result<Value> element : array) {
        Value inner;
        if (!taken(std::move(element).get(inner)))
            return;
        check(inner, depth);
        if (!m_problem.broken.isEmpty())
            return;
    }
}

/// Objects and arrays around this value.
int JsonField::depth() const
{
    int depth = 0;
    for (const JsonField *outer = m_parent; outer; outer = outer->m_parent)
        ++depth;
    return depth;
}

QString JsonField::path() const
{
    const QString name = QString::fromUtf8(m_name.data(), qsizetype(m_name.size()));
    const JsonField *outer = m_parent;
    while (outer && outer->m_name.empty())
        outer = outer->m_parent;
    return outer ? outer->path() + u'.' + name : name;
}

} // namespace parking::chirpstack
