#pragma once

#include "theme/theme.h"

#include <QAbstractButton>
#include <QFrame>

class QVBoxLayout;

namespace parking::ui {

/// One page in the rail: icon over word, icon alone in a narrow window, beside it in a wide one.
class RailButton : public QAbstractButton {
    Q_OBJECT

public:
    enum class Form { IconOnly, IconOverWord, IconBesideWord };

    RailButton(const QString &icon, const QString &word, const Theme &theme, QWidget *parent);

    void setForm(Form form);
    void setBadge(int count); ///< 0: none
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_icon;
    Form m_form = Form::IconOverWord;
    int m_badge = 0;
};

/// The pages at the left edge.
class Rail : public QFrame {
    Q_OBJECT

public:
    explicit Rail(const Theme &theme, QWidget *parent = nullptr);

    /// In order; Ctrl+1, Ctrl+2 ... `isApart`: at the lower end, after all that are not.
    RailButton *addPage(const QString &icon, const QString &word, bool isApart = false);
    void setCurrent(int page);
    void setForm(RailButton::Form form);

Q_SIGNALS:
    void chosen(int page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
    QList<RailButton *> m_buttons;
};

} // namespace parking::ui
